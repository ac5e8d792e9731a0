/** A request to the inspecting process. */
export interface InspectRequest {
  readonly id: number;
  readonly bundlePath: string;
  /** The parent's time limit, in milliseconds, so that this process can report in time where it is stuck. */
  readonly deadlineMs: number;
}

/** Replaces a value that is not plain data, such as a function, by its description. */
export interface LiveThing {
  readonly waywiserLiveThing: string;
}

/** The default export of a bundle as plain data. */
export type Exported =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'journey';
      readonly journeyKind: unknown;
      /** Kind of the check that it is; undefined: none. */
      readonly check: unknown;
      readonly name: unknown;
      readonly options: unknown;
      /** Description of the third argument: `a function`, `undefined`. */
      readonly body: string;
    }
  | { readonly kind: 'value'; readonly value: unknown };

/** A reply of the inspecting process. */
export type InspectReply =
  | { readonly id: number; readonly kind: 'exported'; readonly exported: Exported }
  | {
      readonly id: number;
      readonly kind: 'threw';
      readonly message: string;
      readonly stack: string | null;
      /** Whether the file called `process.exit` instead of throwing. */
      readonly exited: boolean;
    };

/** Whether a value replaces a function, a symbol or another value that is not data. */
export function isLiveThing(value: unknown): value is LiveThing {
  const mayBe = typeof value === 'function' || (typeof value === 'object' && value !== null);

  return mayBe && 'waywiserLiveThing' in value;
}

/** Turns the {@link LiveThing}s of a copy into functions, so that checks for objects reject them. */
export function revived(value: unknown): unknown {
  if (isLiveThing(value)) return Object.assign(() => undefined, value);
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}
