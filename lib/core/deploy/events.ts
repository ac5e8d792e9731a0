import type { JourneyKind } from '../record/run-record.ts';

/**
 * What a runner function is invoked with: by a schedule, with the slot's instant; by people and
 * pipelines, with the journey's name alone.
 */
export interface RunnerEvent {
  readonly journey: string;
  /** Said by schedules, for whoever must make a record without the runner. */
  readonly kind?: JourneyKind;
  /** Of the journey, when the schedule was deployed. */
  readonly version?: string;
  /** ISO 8601, or {@link SCHEDULED_TIME} where nobody filled it in; absent on demand. */
  readonly scheduledAt?: string;
  /** Of a run on demand, where whoever asks wants to find its record. */
  readonly runId?: string;
}

/**
 * EventBridge Scheduler puts the slot's instant in its place.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** A run record on its way to the recorder, as the body of a queue message. */
export interface RunMessage {
  readonly waywiser: 1;
  readonly kind: 'run';
  /** The record's JSON, gzipped, in base64: what a page said may hold what a queue refuses. */
  readonly record: string;
  /** What the journey's budgets are about, such as `lcp`: the recorder knows no plans. */
  readonly metrics?: readonly string[];
}

/** Environment variables of the functions. None holds a secret. */
export const FUNCTION_ENV = {
  stage: 'WAYWISER_STAGE',
  /** Runner: where records go. */
  queueUrl: 'WAYWISER_QUEUE_URL',
  /** Runner: where evidence goes. */
  evidenceBucket: 'WAYWISER_EVIDENCE_BUCKET',
  /** Browser runner: the browser of the layer; absent where the code carries it compressed. */
  chromium: 'WAYWISER_CHROMIUM',
  /** Recorder: messages that cannot be read are kept here. */
  unreadableQueueUrl: 'WAYWISER_UNREADABLE_QUEUE_URL',
  /** Recorder, jobs. */
  table: 'WAYWISER_TABLE',
  homeRegion: 'WAYWISER_HOME_REGION',
  retentionDays: 'WAYWISER_RETENTION_DAYS',
} as const;
