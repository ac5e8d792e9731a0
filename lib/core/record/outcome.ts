/**
 * How a run ended. `failed` is the target's fault or the journey's own; `errored` means that the
 * monitor could not tell; `skipped` and `missing` are slots without an execution.
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
  'monitor.throttled',
  'monitor.timeout',
  'monitor.undelivered',
  'monitor.unknown',
] as const;

/** One code of {@link CAUSES}. */
export type Cause = (typeof CAUSES)[number];

/** The outcome that a cause implies: what the monitor did wrong is `errored`, all else `failed`. */
export function outcomeOf(cause: Cause): 'failed' | 'errored' {
  return cause.startsWith('monitor.') ? 'errored' : 'failed';
}

/** Whether a text is one of the {@link CAUSES}. */
export function isCause(value: unknown): value is Cause {
  return CAUSES.some((cause) => cause === value);
}
