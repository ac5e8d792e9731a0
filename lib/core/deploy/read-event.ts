import type { RunnerEvent } from './events.ts';

/**
 * Reads what a runner was invoked with. Throws a TypeError that says what is wrong: an invocation
 * that fails is itself recorded.
 */
export function readRunnerEvent(value: unknown): RunnerEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal(value, 'it is no object');
  }
  const { journey, kind, version, scheduledAt, runId } = Object.fromEntries(Object.entries(value));
  if (typeof journey !== 'string' || journey === '') throw refusal(value, 'it names no journey');
  if (kind !== undefined && kind !== 'api' && kind !== 'browser') {
    throw refusal(value, 'its kind is neither api nor browser');
  }

  return {
    journey,
    ...(kind === undefined ? {} : { kind }),
    ...textOf({ version }, value),
    ...textOf({ scheduledAt }, value),
    ...textOf({ runId }, value),
  };
}

function textOf(
  field: Readonly<Record<string, unknown>>,
  event: unknown,
): Readonly<Record<string, string>> {
  const [name, value] = Object.entries(field)[0] ?? [];
  if (name === undefined || value === undefined || value === null) return {};
  if (typeof value !== 'string') throw refusal(event, `its ${name} is no text`);

  return { [name]: value };
}

const SHOWN_LENGTH = 200;

function refusal(value: unknown, what: string): TypeError {
  const shown = JSON.stringify(value)?.slice(0, SHOWN_LENGTH) ?? String(value);

  return new TypeError(
    `Cannot run ${shown}: ${what}; expected {"journey":"NAME"}, and "scheduledAt" from a schedule`,
  );
}
