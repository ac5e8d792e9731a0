import type { FailureReason } from '../ports.ts';
import { outcomeOf } from '../record/outcome.ts';
import type { RunError } from '../record/run-record.ts';
import type { BodyResult, SourcePosition } from '../journey/attempt.ts';
import type { AttemptPorts, AttemptState } from './attempt-ports.ts';
import type { BodyEnd } from './body-race.ts';
import { classifyThrown } from './classify.ts';
import { deadlineFailure } from './deadline-failure.ts';
import type { BlamedStep } from './step-tracker.ts';

/** What is known when a body has ended. */
export interface BodyFacts {
  readonly state: AttemptState;
  readonly ports: AttemptPorts;
  readonly durationMs: number;
}

/** Says how a body ended: the outcome, its cause, and the place in the author's source. */
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

  // An error that came from no step, such as a final failure that cut a wait short, met the one that runs.
  return thrower ?? state.tracker.blame('deadline');
}

interface FailureFacts extends BodyFacts {
  readonly checks: number;
  readonly step: string | null;
}

async function failureOf(end: BodyEnd, facts: FailureFacts): Promise<FailureReason | null> {
  const { state, checks } = facts;
  const standing = state.session?.finalFailure() ?? null;
  if (end.kind === 'deadline') return deadlineFailure(state, facts.durationMs, facts.step);
  if (end.kind === 'threw') {
    const explained = (await state.session?.explain(end.error)) ?? null;

    return classifyThrown({ error: end.error, standing, explained });
  }
  if (standing !== null) return standing;
  if (checks === 0 && state.tracker.count() === 0) return NOTHING_CHECKED;

  return null;
}

const NOTHING_CHECKED: FailureReason = {
  cause: 'journey.nothing-checked',
  message:
    'The journey ran no step and evaluated no expectation, so it says nothing about the target; add step(…) or expect(…)',
};
