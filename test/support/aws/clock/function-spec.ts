/** Something that an invocation does at a time of its run, such as sending a message. */
interface Effect {
  /** Since the start of the code. */
  readonly afterMs: number;
  readonly happen: () => void;
}

/** What an invocation of a function's code does. */
export interface Execution {
  readonly durationMs: number;
  /** Those after the function's time limit do not happen. */
  readonly effects: readonly Effect[];
  /** Type of the error with which the code ends; null: it succeeds. */
  readonly error: string | null;
  /** For the caller of a synchronous invocation. */
  readonly answer?: unknown;
}

/** What the code of a function is given in addition to its event. */
export interface Invocation {
  readonly startMs: number;
  readonly timeoutMs: number;
  /** Whether a new environment was started for it. */
  readonly cold: boolean;
  readonly requestId: string;
}

/** The code of a function: decides at once what it will have done when. */
export type FunctionCode = (event: unknown, invocation: Invocation) => Promise<Execution>;

/** A function's name in its region. */
export interface FunctionPlace {
  readonly region: string;
  readonly name: string;
}

/** A Lambda function, as a template describes it. */
export interface FunctionSpec extends FunctionPlace {
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Concurrency that is reserved for it; null: it shares the account's. */
  readonly reserved: number | null;
  /** How Lambda treats events of asynchronous invocations. */
  readonly events: {
    readonly maxAgeMs: number;
    /** After an error of the function; throttled events are tried again until they are too old. */
    readonly retries: number;
    /** Name of a queue in the region. */
    readonly onFailure: string | null;
  };
  /** Shortest and longest start of a new environment. */
  readonly initMs: readonly [number, number];
  readonly code: FunctionCode;
}

/** Result of a synchronous invocation. */
export type InvocationResult =
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'failed' | 'throttled' };
