import type { AttemptResult } from '../journey/attempt.ts';
import type { Cause } from '../record/outcome.ts';
import type { InstrumentReading, StallKind } from '../record/run-record.ts';

/** How much of a part of an attempt the monitor could not run, as seen from outside its worker. */
export interface StallSample {
  readonly lengthMs: number;
  readonly stalledMs: number;
  readonly kind: StallKind;
  /** Processor time of the process of the attempt that used most. */
  readonly busiestMs: number;
}

/** A stall in the last part of an attempt. */
interface Stall {
  readonly stalledMs: number;
  readonly ofMs: number;
  readonly kind: StallKind;
}

/**
 * From this share of a time on, the time proves nothing about others. The last part of a body is
 * searched for it at every length, because the deadline that passed may be any: of the journey, a
 * request, a navigation, an expectation, or one that the journey's code made itself.
 */
const STALLED_SHARE = 0.25;
/** Shorter stalls change no conclusion: a collection of garbage takes this long. */
const MIN_STALL_MS = 200;
/** The shortest last part that is searched: the shortest time-outs that people set. */
const MIN_PART_MS = 1_000;

/** Causes that a stall can produce. A status, a refused address or a full heap is not among them. */
const CAUSES_OF_A_STALL: ReadonlySet<Cause | null> = new Set<Cause>([
  'target.dns',
  'target.connect',
  'target.tls',
  'target.timeout',
  'target.protocol',
  'target.body',
  'target.assertion',
  'target.crash',
  'target.unresponsive',
  'journey.exception',
  'journey.timeout',
]);

/**
 * From this share of a processor on, a page that does not respond is busy with itself: it waits for a
 * processor again and again only because it never stops computing.
 */
const BUSY_SHARE = 0.5;

const KIND_WORDS: Readonly<Record<StallKind, string>> = {
  suspended: 'the machine was suspended',
  stopped: 'its processes were stopped',
  starved: 'its processes waited for a processor',
  memory: 'its processes waited for memory',
};

/**
 * Turns a result into `monitor.stalled` when the monitor did not run for a good part of the time before
 * it: a deadline that passed meanwhile proves nothing about target or journey. Every result gets the
 * reading, the samples of its body in their order; null: nothing was measured. `isExplained`: something
 * else is known to be the cause.
 */
export function judgeStall(
  measured: AttemptResult,
  samples: readonly StallSample[] | null,
  isExplained = false,
): AttemptResult {
  const result = { ...measured, instrument: withStall(measured.instrument, samples) };
  const stall = samples === null ? null : lastStall(relevant(samples, result.cause));
  if (isExplained || stall === null || !CAUSES_OF_A_STALL.has(result.cause)) return result;
  const place = result.error ?? { step: null, file: null, line: null, column: null };

  return {
    ...result,
    outcome: 'errored',
    cause: 'monitor.stalled',
    error: { ...place, message: stallMessage(stall, result) },
    steps: result.steps.map((step) =>
      step.outcome === 'failed' ? { ...step, outcome: 'errored' } : step,
    ),
  };
}

function relevant(samples: readonly StallSample[], cause: Cause | null): readonly StallSample[] {
  if (cause !== 'target.unresponsive') return samples;

  return samples.map((sample) =>
    sample.kind === 'starved' && sample.busiestMs >= BUSY_SHARE * sample.lengthMs
      ? { ...sample, stalledMs: 0 }
      : sample,
  );
}

/** The longest last part of the attempt in which the monitor was stalled; null: there is none. */
export function lastStall(samples: readonly StallSample[]): Stall | null {
  const shortestMs = Math.min(
    MIN_PART_MS,
    sum(samples, ({ lengthMs }) => lengthMs),
  );
  let found: Stall | null = null;
  let ofMs = 0;
  let stalledMs = 0;
  for (const [back, { lengthMs, stalledMs: part }] of samples.toReversed().entries()) {
    ofMs += lengthMs;
    stalledMs += part;
    if (ofMs < shortestMs || stalledMs < MIN_STALL_MS) continue;
    if (stalledMs < STALLED_SHARE * ofMs) continue;
    found = { stalledMs, ofMs, kind: mainKind(samples.slice(-1 - back)) };
  }

  return found;
}

function stallMessage(stall: Stall, { error }: AttemptResult): string {
  const figure = `${seconds(stall.stalledMs)} of the last ${seconds(stall.ofMs)}`;
  const said = error === null ? '' : `. It reported: ${error.message}`;

  return `The monitor did not run for ${figure}: ${KIND_WORDS[stall.kind]}${said}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** Stalls of these kinds hit every process of the run, so that its timings contain them. */
const HARD_KINDS: ReadonlySet<StallKind> = new Set<StallKind>(['suspended', 'stopped', 'memory']);

function withStall(
  reported: InstrumentReading,
  samples: readonly StallSample[] | null,
): InstrumentReading {
  // The worker's own word about it does not count.
  const { stalledMs: _, stalledBy: __, ...instrument } = reported;
  if (samples === null) return instrument;
  const hardMs = sum(samples, ({ kind, stalledMs }) => (HARD_KINDS.has(kind) ? stalledMs : 0));
  const stalledMs = Math.round(sum(samples, (sample) => sample.stalledMs));

  return {
    ...instrument,
    stalledMs,
    ...(stalledMs === 0 ? {} : { stalledBy: mainKind(samples) }),
    off: hardMs >= MIN_STALL_MS ? [...instrument.off, 'stalled'] : instrument.off,
  };
}

/** The kind that most of the stalled time belongs to. */
function mainKind(samples: readonly StallSample[]): StallKind {
  function ofKind(kind: StallKind): number {
    return sum(samples, (sample) => (sample.kind === kind ? sample.stalledMs : 0));
  }

  return STALL_KINDS.reduce((most, kind) => (ofKind(kind) > ofKind(most) ? kind : most));
}

const STALL_KINDS = ['starved', 'stopped', 'suspended', 'memory'] as const;

function sum(samples: readonly StallSample[], value: (sample: StallSample) => number): number {
  return samples.reduce((total, sample) => total + value(sample), 0);
}
