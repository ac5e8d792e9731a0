/**
 * How a run ended. `failed` is the target's fault or the journey's own; `errored` means that the
 * monitor itself failed and the target's state is unknown; `skipped` and `missing` are slots without an execution.
 */
export type Outcome = 'passed' | 'failed' | 'errored' | 'skipped' | 'missing';

/** Every cause a `failed` or `errored` run can have: a closed list, stable across versions. */
export const CAUSES = [
  'target.dns',
  'target.connect',
  'target.tls',
  'target.status',
  'target.timeout',
  'target.protocol',
  'target.body',
  'target.assertion',
  'target.unresponsive',
  'target.crash',
  'journey.syntax',
  'journey.config',
  'journey.exception',
  'journey.timeout',
  'journey.exited',
  'journey.memory',
  'journey.nothing-checked',
  'security.blocked',
  'monitor.browser',
  'monitor.crash',
  'monitor.memory',
  'monitor.dns',
  'monitor.network',
  'monitor.disk',
  'monitor.secret',
  'monitor.stalled',
  'monitor.throttled',
  'monitor.timeout',
  'monitor.undelivered',
  'monitor.unknown',
] as const;

/** One code of {@link CAUSES}, such as `target.dns`. */
export type Cause = (typeof CAUSES)[number];

/** The outcome that a cause implies: `errored` for faults of the monitor, else `failed`. */
export function outcomeOf(cause: Cause): 'failed' | 'errored' {
  return cause.startsWith('monitor.') ? 'errored' : 'failed';
}

/** Whether a value is one of the {@link CAUSES}, which are a closed list. */
export function isCause(value: unknown): value is Cause {
  return CAUSES.some((cause) => cause === value);
}

/**
 * An error whose cause is already known: thrown by adapters into the journey, so that an author's
 * stack trace leads to the line that hit it. Its message is meant for people.
 */
export class RunFailure extends Error {
  readonly code: Cause;

  constructor(code: Cause, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RunFailure';
    this.code = code;
  }
}

/**
 * The exit code of a command that ran journeys: 0 when all passed, 1 when at least one failed, 3 when
 * none failed but at least one was inconclusive.
 */
export function exitCodeOf(records: readonly { readonly outcome: Outcome }[]): 0 | 1 | 3 {
  if (records.some((record) => record.outcome === 'failed')) return 1;

  return records.every((record) => record.outcome === 'passed') ? 0 : 3;
}
