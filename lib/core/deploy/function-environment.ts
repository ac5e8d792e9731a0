import { metricNamespace } from '../alarms/metric-names.ts';

/** Names of the environment variables of the functions. None holds a secret. */
export const FUNCTION_ENV = {
  stage: 'WAYWISER_STAGE',
  /** Runner: the queue that records are sent to. */
  queueUrl: 'WAYWISER_QUEUE_URL',
  /** Runner: the bucket that evidence is uploaded to. */
  evidenceBucket: 'WAYWISER_EVIDENCE_BUCKET',
  /** Runner: the prefix of the keys of its evidence. */
  evidencePrefix: 'WAYWISER_EVIDENCE_PREFIX',
  /** Browser runner: the browser of the layer; absent where the code carries it compressed. */
  chromium: 'WAYWISER_CHROMIUM',
  /** Recorder: the queue for messages that cannot be read. */
  unreadableQueueUrl: 'WAYWISER_UNREADABLE_QUEUE_URL',
  /** Recorder: names of the parameters with the roles that may send records, separated by commas. */
  senders: 'WAYWISER_SENDERS',
  /** Notifier: the topic with the mail addresses. */
  topicArn: 'WAYWISER_TOPIC_ARN',
  /** Recorder, jobs, trends. */
  table: 'WAYWISER_TABLE',
  homeRegion: 'WAYWISER_HOME_REGION',
  /** Recorder, jobs. */
  retentionDays: 'WAYWISER_RETENTION_DAYS',
} as const;

/** Environment variables by name, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a variable of a function's environment. Throws a TypeError when it is not set or empty;
 * `who` names the function in its message: `the recorder`.
 */
export function requiredVariable(environment: Environment, name: string, who: string): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;

  throw new TypeError(
    `Cannot start ${who}: ${name} is not set; expected it in the function's environment`,
  );
}

/** Reads the retention of run records, in days. Throws a TypeError for anything but a number above 0. */
export function requiredRetentionDays(environment: Environment, who: string): number {
  const text = requiredVariable(environment, FUNCTION_ENV.retentionDays, who);
  const days = Number(text);
  if (days > 0) return days;

  throw new TypeError(
    `Cannot start ${who}: ${FUNCTION_ENV.retentionDays} is "${text}"; expected a number of days`,
  );
}

/** Settings of the functions that work with the stage's table. */
export interface TableSettings {
  readonly stage: string;
  readonly homeRegion: string;
  readonly table: string;
  /** Of the function's metrics. */
  readonly namespace: string;
}

/**
 * Reads the settings of a function that works with the stage's table. Throws a TypeError that names
 * what is missing; `who` names the function in its message: `the recorder`.
 */
export function tableSettings(environment: Environment, who: string): TableSettings {
  const stage = requiredVariable(environment, FUNCTION_ENV.stage, who);

  return {
    stage,
    homeRegion: requiredVariable(environment, FUNCTION_ENV.homeRegion, who),
    table: requiredVariable(environment, FUNCTION_ENV.table, who),
    namespace: metricNamespace(stage),
  };
}
