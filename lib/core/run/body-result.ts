import type { BodyResult, SourcePosition } from '../journey/attempt.ts';
import type { FailureReason } from '../ports.ts';
import { outcomeOf } from '../record/outcome.ts';
import type { RunError } from '../record/run-record.ts';
import type { AttemptPorts, AttemptState } from './attempt-ports.ts';
import { classifyThrown, deadlineFailure, errorsIn } from './classify.ts';
import { type ForgottenCall, forgottenCall } from './loose-calls.ts';
import { type SoftFailures, softMessage, withSoftFailures } from './soft-failures.ts';
import type { BlamedStep } from './step-tracker.ts';

/** State, ports and duration of an attempt whose body has ended. */
interface BodyFacts {
  readonly state: AttemptState;
  readonly ports: AttemptPorts;
  readonly durationMs: number;
}

/** Determines the result of a body: outcome, cause, and the position in the author's source. */
export async function bodyResult(end: BodyEnd, facts: BodyFacts): Promise<BodyResult> {
  const { state, durationMs } = facts;
  const checks = state.observed.checks();
  const blamed = blamedStep(end, state);
  const failure = await failureOf(end, { ...facts, checks, step: blamed?.name ?? null });
  if (failure === null) return { outcome: 'passed', cause: null, error: null, durationMs, checks };
  const error: RunError = {
    message: failure.message,
    step: blamed?.name ?? null,
    ...position(endedAt(end, facts) ?? blamed?.at ?? null, state.request.plan.file),
  };

  return { outcome: outcomeOf(failure.cause), cause: failure.cause, error, durationMs, checks };
}

function position(
  at: SourcePosition | null,
  journeyFile: string,
): Pick<RunError, 'file' | 'line' | 'column'> {
  return at ?? { file: journeyFile, line: null, column: null };
}

/** The position of what ended the body, or of the first soft failure. */
function endedAt(end: BodyEnd, { state, ports }: BodyFacts): SourcePosition | null {
  if (end.kind === 'threw') return ports.locate(end.error);
  if (end.kind === 'forgot') return end.call.at;

  return end.kind === 'returned' ? (state.observed.softFailures()?.first.at ?? null) : null;
}

function blamedStep(end: BodyEnd, state: AttemptState): BlamedStep | null {
  if (end.kind === 'returned') return ofStep(state.observed.softFailures()?.first.step ?? null);
  if (end.kind === 'forgot') return ofStep(end.call.step);

  const thrower = end.kind === 'threw' ? state.tracker.blame({ thrown: end.error }) : null;

  // An error from outside all steps, such as a final failure that ended a wait, belongs to the running one.
  return thrower ?? state.tracker.blame('deadline');
}

function ofStep(name: string | null): BlamedStep | null {
  return name === null ? null : { name, at: null };
}

interface FailureFacts extends BodyFacts {
  readonly checks: number;
  readonly step: string | null;
}

async function failureOf(end: BodyEnd, facts: FailureFacts): Promise<FailureReason | null> {
  const soft = facts.state.observed.softFailures();
  const final = await finalFailure(facts.state);
  if (end.kind === 'returned') {
    return final ?? facts.state.session?.unchecked() ?? softFailure(soft, facts);
  }
  const failure = await endFailure(end, final, facts);

  return { ...failure, message: withSoftFailures(failure.message, soft) };
}

async function endFailure(
  end: Exclude<BodyEnd, { readonly kind: 'returned' }>,
  final: FailureReason | null,
  facts: FailureFacts,
): Promise<FailureReason> {
  if (end.kind === 'deadline') return final ?? atDeadline(facts);
  if (end.kind === 'threw') return thrownFailure(end.error, final, facts);

  return final ?? forgottenFailure(end.call, facts);
}

/** A forgotten `await` is the journey's fault, unless its call failed for a reason of the monitor. */
async function forgottenFailure(
  { message, failed }: ForgottenCall,
  facts: BodyFacts,
): Promise<FailureReason> {
  const own = failed === null ? null : await thrownFailure(failed.error, null, facts);
  const isErrored = own !== null && outcomeOf(own.cause) === 'errored';

  return { cause: isErrored ? own.cause : 'journey.exception', message };
}

/** Most of several errors for which the browser is asked. */
const MAX_EXPLAINED = 20;

async function thrownFailure(
  thrown: unknown,
  final: FailureReason | null,
  { state }: BodyFacts,
): Promise<FailureReason> {
  async function explain(each: unknown): Promise<FailureReason | null> {
    return (await state.session?.explain(each)) ?? null;
  }
  const explained = await explain(thrown);
  const errors = errorsIn(thrown).slice(0, MAX_EXPLAINED);
  const explainedErrors = await Promise.all(errors.map(explain));

  return classifyThrown({ error: thrown, final, explained, explainedErrors });
}

/** The failure of a body that returned: of its soft expectations, or that it checked nothing. */
async function softFailure(
  soft: SoftFailures | null,
  facts: FailureFacts,
): Promise<FailureReason | null> {
  if (soft !== null) {
    const failure = await thrownFailure(soft.first.error, null, facts);

    return { ...failure, message: softMessage(failure.message, soft) };
  }

  return facts.checks === 0 && facts.state.tracker.count() === 0 ? NOTHING_CHECKED : null;
}

/** How a body ended that forgot to await a call; null: it forgot none that failed or did not end. */
export function forgotten({ observed, request }: AttemptState): BodyEnd | null {
  const call = forgottenCall(observed.calls.loose(), request.timeoutMs);

  return call === null ? null : { kind: 'forgot', call };
}

async function atDeadline({ state, durationMs, step }: FailureFacts): Promise<FailureReason> {
  const { session } = state;
  const silent = (await session?.unresponsive()) ?? (await session?.unresolved()) ?? null;

  return silent ?? deadlineFailure(state, durationMs, step);
}

async function finalFailure({ session }: AttemptState): Promise<FailureReason | null> {
  await session?.settled();

  return session?.finalFailure() ?? null;
}

const NOTHING_CHECKED: FailureReason = {
  cause: 'journey.nothing-checked',
  message:
    'The journey ran no step and evaluated no expectation, so it shows nothing about the target; add step(…) or expect(…)',
};

/** How a body ended: it returned, threw something, forgot to await a call, or ran out of time. */
type BodyEnd =
  | { readonly kind: 'returned' }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'forgot'; readonly call: ForgottenCall }
  | { readonly kind: 'deadline' };

/** Limits of a body. */
interface BodyLimits {
  readonly timeoutMs: number;
  /** Further time for an error that a call has thrown before, and that has not arrived. */
  readonly graceMs: number;
}

/** A race between a journey's body, its deadline, and stray errors: those outside every promise. */
interface BodyRace {
  run(body: () => Promise<void>, limits: BodyLimits): Promise<BodyEnd>;
  /** The first stray error so far, or null. */
  stray(): BodyEnd | null;
  /** Stops listening for stray errors. */
  stop(): void;
}

/** Starts listening for stray errors, against which {@link BodyRace.run} races the body. */
export function bodyRace(ports: Pick<AttemptPorts, 'after' | 'onStrayError'>): BodyRace {
  let first: BodyEnd | null = null;
  let onStray: ((end: BodyEnd) => void) | null = null;
  const stop = ports.onStrayError((error) => {
    first ??= { kind: 'threw', error };
    onStray?.(first);
  });

  return {
    stop,
    stray: () => first,
    run: async (body, { timeoutMs, graceMs }) =>
      new Promise<BodyEnd>((resolve) => {
        let isLate = false;
        let cancel = ports.after(timeoutMs, () => {
          isLate = true;
          if (graceMs === 0) resolve({ kind: 'deadline' });
          else cancel = ports.after(graceMs, () => resolve({ kind: 'deadline' }));
        });
        onStray = end;
        body().then(
          () => end({ kind: isLate ? 'deadline' : 'returned' }),
          (error: unknown) => end({ kind: 'threw', error }),
        );

        function end(reached: BodyEnd): void {
          cancel();
          resolve(reached);
        }
      }),
  };
}
