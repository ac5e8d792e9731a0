/** A message as the queue delivers it. The same message may come any number of times. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** Of type text or number; others are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was sent, in milliseconds since 1970; the same at every delivery. */
  readonly sentAtMs: number;
}

/** Where messages come from. */
export interface QueueFrame {
  readonly stage: string;
  readonly region: string;
}

/** What turns a run message's gzipped Base64 into text; throws where it is neither. */
export type Unzip = (base64: string) => string;
