/** What a message is, at every delivery of it. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** Of type text or number; others are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was sent, in milliseconds since 1970; the same at every delivery. */
  readonly sentAtMs: number;
}

/** A message as the queue delivers it, which may be any number of times. */
export interface DeliveredMessage extends QueueMessage {
  /** Names this delivery. */
  readonly receipt: string;
}

/** Where messages come from. */
export interface QueueFrame {
  readonly stage: string;
  readonly region: string;
}

/** What turns a run message's gzipped Base64 into text; throws where it is neither. */
export type Unzip = (base64: string) => string;
