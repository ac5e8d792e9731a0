import type { BodyResult, SourcePosition } from '../journey/attempt.ts';
import type { FailureReason } from '../ports.ts';
import { outcomeOf } from '../record/outcome.ts';
import type { RunError } from '../record/run-record.ts';
import type { AttemptPorts, AttemptState } from './attempt-ports.ts';
import { classifyThrown, deadlineFailure } from './classify.ts';
import type { BlamedStep } from './step-tracker.ts';

/** State, ports and duration of an attempt whose body has ended. */
interface BodyFacts {
  readonly state: AttemptState;
  readonly ports: AttemptPorts;
  readonly durationMs: number;
}

/** Determines the result of a body: outcome, cause, and the position in the author's source. */
export async function bodyResult(end: BodyEnd, facts: BodyFacts): Promise<BodyResult> {
  const { state, ports, durationMs } = facts;
  const checks = ports.takeChecks();
  const blamed = blamedStep(end, state);
  const failure = await failureOf(end, { ...facts, checks, step: blamed?.name ?? null });
  if (failure === null) return { outcome: 'passed', cause: null, error: null, durationMs, checks };
  const thrownAt = end.kind === 'threw' ? ports.locate(end.error) : null;
  const error: RunError = {
    message: failure.message,
    step: blamed?.name ?? null,
    ...position(thrownAt ?? blamed?.at ?? null, state.request.plan.file),
  };

  return { outcome: outcomeOf(failure.cause), cause: failure.cause, error, durationMs, checks };
}

function position(
  at: SourcePosition | null,
  journeyFile: string,
): Pick<RunError, 'file' | 'line' | 'column'> {
  return at ?? { file: journeyFile, line: null, column: null };
}

function blamedStep(end: BodyEnd, state: AttemptState): BlamedStep | null {
  if (end.kind === 'returned') return null;

  const thrower = end.kind === 'threw' ? state.tracker.blame({ thrown: end.error }) : null;

  // An error from outside all steps, such as a final failure that ended a wait, belongs to the running one.
  return thrower ?? state.tracker.blame('deadline');
}

interface FailureFacts extends BodyFacts {
  readonly checks: number;
  readonly step: string | null;
}

async function failureOf(end: BodyEnd, facts: FailureFacts): Promise<FailureReason | null> {
  const { state, checks } = facts;
  const final = await finalFailure(state);
  if (end.kind === 'deadline') return final ?? atDeadline(facts);
  if (end.kind === 'threw') {
    const explained = (await state.session?.explain(end.error)) ?? null;

    return classifyThrown({ error: end.error, final, explained });
  }
  if (final !== null) return final;
  if (checks === 0 && state.tracker.count() === 0) return NOTHING_CHECKED;

  return null;
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

/** How a body ended: it returned, threw something, or ran out of time. */
type BodyEnd =
  | { readonly kind: 'returned' }
  | { readonly kind: 'threw'; readonly error: unknown }
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
