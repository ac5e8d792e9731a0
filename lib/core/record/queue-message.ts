import type { RunnerEvent } from '../deploy/runner-event.ts';

/** A message of a region's queue: the same at every delivery. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** Of type text or number; others are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAtMs: number;
  /** Who sent it, as the queue knows: `ROLEID:SESSION` for a role. */
  readonly senderId: string;
}

/** A message as the queue delivers it, once or several times. */
export interface DeliveredMessage extends QueueMessage {
  /** Identifies this delivery. */
  readonly receipt: string;
}

/** The stage and region of the queue that messages come from. */
export interface QueueFrame {
  readonly stage: string;
  readonly region: string;
}

/** Decompresses gzipped Base64 into text; throws where the input is neither. */
export type Unzip = (base64: string) => string;

/** A runner's report of a slot whose journey it does not have, as the body of a queue message. */
export interface UndeployedMessage {
  readonly waywiser: 1;
  readonly kind: 'undeployed';
  readonly event: RunnerEvent;
}

/** A run record on its way to the recorder, as the body of a queue message. */
export interface RunMessage {
  readonly waywiser: 1;
  readonly kind: 'run';
  /** The record's JSON, gzipped, in Base64: text of pages may hold characters that a queue refuses. */
  readonly record: string;
  /** Metrics of the journey's budgets, such as `lcp`: the recorder has no plans. */
  readonly metrics?: readonly string[];
  /** The record was sent before, without its evidence; absent: it was not. */
  readonly part?: 'evidence';
}
