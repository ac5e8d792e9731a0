/** What the inspecting process is asked. */
export interface InspectRequest {
  readonly id: number;
  readonly bundlePath: string;
  /** When the asking process will give up, so that the asked one can say where it is stuck. */
  readonly deadlineMs: number;
}

/** A value as it crosses the process border: functions and other live things become their names. */
export interface LiveThing {
  readonly waywiserLiveThing: string;
}

/** What a bundle exports as its default, as plain data. */
export type Exported =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'journey';
      readonly journeyKind: unknown;
      readonly name: unknown;
      readonly options: unknown;
      /** How the third argument looks to people: `a function`, `undefined`. */
      readonly body: string;
    }
  | { readonly kind: 'value'; readonly value: unknown };

/** What the inspecting process answers. */
export type InspectReply =
  | { readonly id: number; readonly kind: 'exported'; readonly exported: Exported }
  | {
      readonly id: number;
      readonly kind: 'threw';
      readonly message: string;
      readonly stack: string | null;
      /** Whether it was no throw but a call of `process.exit`. */
      readonly exited: boolean;
    };

/** Whether a value stands for a function, a symbol or another thing that is no data. */
export function isLiveThing(value: unknown): value is LiveThing {
  const mayBe = typeof value === 'function' || (typeof value === 'object' && value !== null);

  return mayBe && 'waywiserLiveThing' in value;
}

/** Makes functions of the {@link LiveThing}s in a copy, so that no check of objects lets them pass. */
export function revived(value: unknown): unknown {
  if (isLiveThing(value)) return Object.assign(() => undefined, value);
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}
