/**
 * Names of what a stage owns in AWS. They are functions of stage, journey and region alone, so that
 * stacks, running code and people find each other without looking anything up.
 */
export interface StageNames {
  readonly table: string;
  readonly topic: string;
  /** Everything that can happen to a slot ends in it; one in each region. */
  readonly queue: string;
  /** Messages that nobody can read; one in each region. */
  readonly unreadableQueue: string;
  readonly apiRunner: string;
  readonly browserRunner: string;
  readonly recorder: string;
  readonly jobs: string;
  readonly trends: string;
  readonly webhook: string;
  readonly scheduleGroup: string;
  readonly dashboard: string;
}

/** The alias of a runner's version in use: what schedules, people and pipelines invoke. */
export const LIVE_ALIAS = 'live';

/** The first part of every evidence object's key; the run id follows. */
export const EVIDENCE_PREFIX = 'evidence';

/** The stage's names. */
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
    webhook: `${base}-webhook`,
    scheduleGroup: base,
    dashboard: base,
  };
}

/** The function of a journey that has one of its own. */
export function isolatedRunnerName(stage: string, journey: string): string {
  return `waywiser-${stage}-${journey}`;
}

/** Names of journeys that would make {@link isolatedRunnerName} that of another function. */
export const RESERVED_JOURNEYS: readonly string[] = [
  'api-runner',
  'browser-runner',
  'recorder',
  'jobs',
  'trends',
  'webhook',
];

/** Bucket names are unique in the whole world and know no capitals. */
export function evidenceBucketName(stage: string, account: string, region: string): string {
  return `waywiser-${stage.toLowerCase()}-evidence-${account}-${region}`;
}

/** The stack of the home region, or of one region's runners. */
export function stackName(stage: string, part: 'home' | (string & {})): string {
  return `waywiser-${stage}-${part}`;
}
