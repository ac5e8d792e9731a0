import type { SourcePosition } from '../journey/attempt.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { LooseCall } from './begun-calls.ts';
import { describeThrown, firstLine } from './classify.ts';
import { warning } from './log-lines.ts';

/** A call whose forgotten `await` fails the run. */
export interface ForgottenCall {
  readonly message: string;
  /** What it failed with; null: it has not ended. */
  readonly failed: { readonly error: unknown } | null;
  readonly step: string | null;
  readonly at: SourcePosition | null;
}

/** Most warnings about calls that were not awaited and passed. */
const MAX_WARNINGS = 3;

/** The first call that failed or did not end, and that nothing awaited; null: there is none. */
export function forgottenCall(
  calls: readonly LooseCall[],
  timeoutMs: number,
): ForgottenCall | null {
  const call = calls.find(({ end }) => end.kind !== 'passed');
  if (call === undefined) return null;

  const { step, at, end } = call;
  const failed = end.kind === 'failed' ? { error: end.error } : null;

  return { message: forgottenMessage(call, timeoutMs), failed, step, at };
}

function forgottenMessage(call: LooseCall, timeoutMs: number): string {
  const end =
    call.end.kind === 'failed'
      ? `It failed: ${describeThrown(call.end.error)}`
      : `It had not ended at the journey's time-out of ${timeoutMs / 1_000} s`;

  return `${begunText(call)}. ${end}`;
}

function begunText({ name, at }: LooseCall): string {
  const place = at === null ? '' : ` at ${at.file}:${at.line}`;

  return `${name} was begun${place} and never awaited; put \`await\` before it`;
}

/**
 * Lines for the log. A run that passed names the calls that passed although nothing waited for them;
 * a run that failed, those whose failures its error does not contain.
 */
export function looseCallLines(
  calls: readonly LooseCall[],
  error: string | null,
): readonly ConsoleLine[] {
  const kind = error === null ? 'passed' : 'failed';
  const texts = calls
    .filter((call) => call.end.kind === kind && error?.includes(begunText(call)) !== true)
    .map((call) => `${begunText(call)}. ${endText(call)}`);

  return [...new Set(texts)].slice(0, MAX_WARNINGS).map(warning);
}

function endText({ end }: LooseCall): string {
  return end.kind === 'failed' ? `It failed: ${firstLine(describeThrown(end.error))}` : 'It passed';
}
