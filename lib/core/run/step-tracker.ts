import type { Clock } from '../ports.ts';
import type { StepRecord } from '../record/run-record.ts';
import type { StepFunction } from '../journey/definition.ts';
import type { AttemptProgress, SourcePosition } from '../journey/attempt.ts';
import { RunFailure } from '../record/outcome.ts';

/** The step that the running code belongs to, across awaits (async local storage). */
export interface StepScope {
  run<T>(step: string, body: () => T): T;
  /** The names of the steps around the caller, outermost first. */
  path(): readonly string[];
}

/** Clock, async scope and progress listener of a tracker. */
interface StepTrackerPorts {
  readonly clock: Clock;
  readonly scope: StepScope;
  /** The position in the author's source that is running now. */
  readonly currentPosition: () => SourcePosition | null;
  readonly onProgress: (progress: AttemptProgress) => void;
}

/** The step that caused an error, and where it began. */
export interface BlamedStep {
  readonly name: string;
  readonly at: SourcePosition | null;
}

/** Runs and times the steps of one attempt, and finds the innermost one. */
export interface StepTracker {
  readonly step: StepFunction;
  /** Sets time zero of the attempt. */
  begin(): void;
  readonly elapsedMs: () => number;
  /** Time that counts towards the attempt's time-out: none before {@link begin}. */
  readonly spentMs: () => number;
  /** The caller's own step; outside the journey's code, the last one that began. */
  readonly currentStep: () => string | null;
  /** The steps that ran at this moment, outer ones first. */
  readonly stepsAt: (elapsedMs: number) => readonly string[];
  /** The innermost step that threw an error; for a deadline, the one that still runs. */
  blame(error: { readonly thrown: unknown } | 'deadline'): BlamedStep | null;
  /** Marks the caller's steps as failed, although they go on; returns the innermost. */
  noteFailure(): string | null;
  /** Number of steps that have begun. */
  count(): number;
  /** Every step so far, in order of start; one still running ends now with `outcome`. */
  records(outcome: 'failed' | 'errored'): readonly StepRecord[];
}

interface OpenStep extends BlamedStep {
  readonly parent: string | null;
  readonly startMs: number;
  ended: StepRecord | null;
  thrown: { readonly error: unknown } | null;
  /** A soft expectation in it failed. */
  hasFailure: boolean;
}

/** Deepest nesting: a step inside a step. */
const MAX_DEPTH = 2;

/** Creates the tracker of one attempt. Steps may run in parallel; nesting follows the async scope. */
export function stepTracker(ports: StepTrackerPorts): StepTracker {
  const { clock, scope, currentPosition, onProgress } = ports;
  const steps: OpenStep[] = [];
  let zeroMs = clock.monotonicMs();
  let hasBegun = false;

  function elapsedMs(): number {
    return roundMicroseconds(clock.monotonicMs() - zeroMs);
  }

  async function step<T>(name: string, body: () => Promise<T> | T): Promise<T> {
    const path = scope.path();
    refuseMisuse(name, body, path);
    const at = currentPosition();
    const open = openStep({ name, at, parent: path.at(-1) ?? null, startMs: elapsedMs() });
    steps.push(open);
    onProgress(started(open));
    try {
      const value = await scope.run(name, body);
      end(open, open.hasFailure ? 'failed' : 'passed');

      return value;
    } catch (error) {
      open.thrown = { error };
      end(open, 'failed');
      throw error;
    }
  }

  function end(open: OpenStep, outcome: StepRecord['outcome']): void {
    if (open.ended !== null) return;
    open.ended = closedStep(open, outcome, elapsedMs());
    onProgress({ kind: 'step-ended', step: open.ended });
  }

  return {
    step,
    elapsedMs,
    spentMs: () => (hasBegun ? elapsedMs() : 0),
    begin: () => {
      hasBegun = true;
      zeroMs = clock.monotonicMs();
    },
    currentStep: () => (ownStep(steps, scope.path()) ?? running(steps))?.name ?? null,
    stepsAt: (atMs) => steps.filter((each) => ranAt(each, atMs)).map(({ name }) => name),
    blame: (error) => (error === 'deadline' ? running(steps) : thrower(steps, error.thrown)),
    noteFailure: () => markFailed(steps, scope.path()),
    count: () => steps.length,
    records: (outcome) => {
      for (const open of steps) end(open, outcome);

      return steps.flatMap((each) => each.ended ?? []);
    },
  };
}

function markFailed(steps: readonly OpenStep[], path: readonly string[]): string | null {
  for (const each of steps) {
    if (each.ended === null && path.includes(each.name)) each.hasFailure = true;
  }

  return path.at(-1) ?? null;
}

function openStep(start: Pick<OpenStep, 'name' | 'at' | 'parent' | 'startMs'>): OpenStep {
  return { ...start, ended: null, thrown: null, hasFailure: false };
}

function started(open: OpenStep): AttemptProgress {
  const { name, parent, startMs, at } = open;

  return { kind: 'step-started', name, parent, startMs, at };
}

function ownStep(steps: readonly OpenStep[], path: readonly string[]): OpenStep | null {
  return steps.findLast((each) => each.ended === null && each.name === path.at(-1)) ?? null;
}

function running(steps: readonly OpenStep[]): OpenStep | null {
  return steps.findLast((each) => each.ended === null) ?? null;
}

// The same error passes through the outer step after the inner one, so the last begun is innermost.
function thrower(steps: readonly OpenStep[], error: unknown): OpenStep | null {
  return steps.findLast((each) => each.thrown !== null && each.thrown.error === error) ?? null;
}

function closedStep(open: OpenStep, outcome: StepRecord['outcome'], nowMs: number): StepRecord {
  const { name, parent, startMs } = open;

  return { name, parent, outcome, startMs, durationMs: roundMicroseconds(nowMs - startMs) };
}

function refuseMisuse(name: unknown, body: unknown, path: readonly string[]): void {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new RunFailure('journey.exception', 'Cannot run a step without a name: step(name, body)');
  }
  if (typeof body !== 'function') {
    throw new RunFailure(
      'journey.exception',
      `Cannot run step "${name}": its body is ${typeof body}; expected a function`,
    );
  }
  if (path.length >= MAX_DEPTH) {
    throw new RunFailure(
      'journey.exception',
      `Cannot nest step "${name}" inside "${path.join('" › "')}": steps nest no deeper than one level`,
    );
  }
}

function ranAt({ startMs, ended }: OpenStep, atMs: number): boolean {
  return startMs <= atMs && (ended === null || atMs < startMs + ended.durationMs);
}

/** Rounds milliseconds to whole microseconds, the resolution of every recorded time. */
export function roundMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
