import type { JourneyPlan } from '../journey/plan.ts';

/**
 * Names of a stage's resources in AWS. They depend on stage, journey and region only, so that stacks,
 * running code and people can derive them.
 */
interface StageNames {
  readonly table: string;
  readonly topic: string;
  /** Receives every record and report of loss; one in each region. */
  readonly queue: string;
  /** Messages that the recorder cannot read; one in each region. */
  readonly unreadableQueue: string;
  readonly apiRunner: string;
  readonly browserRunner: string;
  readonly recorder: string;
  readonly jobs: string;
  readonly trends: string;
  readonly notifier: string;
  readonly scheduleGroup: string;
  readonly dashboard: string;
}

/** The alias that schedules, people and pipelines invoke; it points to the deployed version. */
export const LIVE_ALIAS = 'live';

/** First part of the key of every evidence object. */
export const EVIDENCE_PREFIX = 'evidence';

/**
 * Prefix of the keys that one runner function may write, without a slash at its end; a run's evidence
 * is below it in a folder with its run id. Each function has its own, so that its role reaches no
 * other function's evidence.
 */
export function evidencePrefix(
  runner: 'api-runner' | 'browser-runner' | { journey: string },
): string {
  return `${EVIDENCE_PREFIX}/${typeof runner === 'string' ? runner : runner.journey}`;
}

/** Derives all resource names of a stage, each with the prefix `waywiser-STAGE`. */
export function stageNames(stage: string): StageNames {
  const base = `waywiser-${stage}`;

  return {
    table: base,
    topic: `${base}-alarms`,
    queue: `${base}-records`,
    unreadableQueue: `${base}-unreadable`,
    apiRunner: `${base}-api-runner`,
    browserRunner: `${base}-browser-runner`,
    recorder: `${base}-recorder`,
    jobs: `${base}-jobs`,
    trends: `${base}-trends`,
    notifier: `${base}-notifier`,
    scheduleGroup: base,
    dashboard: base,
  };
}

/** Name of the runner function of an isolated journey. */
export function isolatedRunnerName(stage: string, journey: string): string {
  return `waywiser-${stage}-${journey}`;
}

/** Name of the function that runs a journey. */
export function runnerNameOf(
  stage: string,
  { name, kind, deploy }: Pick<JourneyPlan, 'name' | 'kind' | 'deploy'>,
): string {
  if (deploy.isolated) return isolatedRunnerName(stage, name);
  const { apiRunner, browserRunner } = stageNames(stage);

  return kind === 'api' ? apiRunner : browserRunner;
}

/** Names that an isolated journey must not have: its function would have the name of another one. */
export const RESERVED_JOURNEYS: readonly string[] = [
  'api-runner',
  'browser-runner',
  'recorder',
  'jobs',
  'trends',
  'notifier',
];

/** Name of a region's evidence bucket. Bucket names are globally unique and lower-case. */
export function evidenceBucketName(stage: string, account: string, region: string): string {
  return `waywiser-${stage.toLowerCase()}-evidence-${account}-${region}`;
}

/** Name of the stack of the home region, or of one region's runners. */
export function stackName(stage: string, part: 'home' | (string & {})): string {
  return `waywiser-${stage}-${part}`;
}
