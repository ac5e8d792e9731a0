import type { RequestPhases, RequestRecord, RunRecord, StepRecord } from '../record/run-record.ts';
import { PHASE_NAMES, type PhaseName, requestHost } from './metric.ts';
import type { PartsRollup, TimePart } from './rollup.ts';

/** A part of one run's time, in milliseconds. */
export interface MeasuredPart extends TimePart {
  readonly ms: number;
}

interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

type ActiveStep = Interval & { readonly name: string; readonly isNested: boolean };
type ActiveRequest = Interval & { readonly request: RequestRecord };

/**
 * Splits the time of a run. Each instant from 0 to `durationMs` belongs to the innermost running step
 * (of several in parallel, the one that began last) and to one request: the running request that ends
 * last, in its current phase. Without a running request the time is the journey's or the browser's own
 * (`own`). The parts add up to `durationMs`, except for rounding; parts without time are absent.
 *
 * When the record left out some requests, time without a request may belong to those: it is
 * `unaccounted`, without a host.
 *
 * A request's `unaccounted` time is before its other phases: both sources derive it from preparing
 * and queueing, and neither measures anything after the last byte.
 */
export function timePartsOf(record: RunRecord): readonly MeasuredPart[] {
  const run = { fromMs: 0, toMs: Math.max(0, record.durationMs) };
  const steps = record.steps.map(activeStep).flatMap((step) => within(step, run));
  const requests = record.requests.map(activeRequest).flatMap((each) => within(each, run));
  const sums = new Map<string, Sum>();
  const idle = (record.omitted.requests ?? 0) > 0 ? 'unaccounted' : 'own';
  for (const piece of pieces([run, ...steps, ...requests])) {
    const step = stepAt(steps, piece)?.name ?? null;
    const active = requestAt(requests, piece);
    for (const { part, ms } of active === null
      ? idlePart(piece, idle)
      : phaseParts(active, piece)) {
      add(sums, { step, ...part, ms });
    }
  }

  return [...sums.values()];
}

function activeStep({ name, parent, startMs, durationMs }: StepRecord): ActiveStep {
  return { name, isNested: parent !== null, fromMs: startMs, toMs: startMs + durationMs };
}

function activeRequest(request: RequestRecord): ActiveRequest {
  const { startMs, phases } = request;
  const toMs = PHASES_IN_ORDER.reduce((atMs, phase) => atMs + phaseMs(phases, phase), startMs);

  return { request, fromMs: startMs, toMs };
}

const PHASES_IN_ORDER: readonly PhaseName[] = [
  'unaccounted',
  ...PHASE_NAMES.filter((phase) => phase !== 'unaccounted'),
];

function phaseMs(phases: RequestPhases, phase: PhaseName): number {
  return Math.max(0, phases[`${phase}Ms`] ?? 0);
}

/** Clips an interval to the run; empty when it is outside. */
function within<T extends Interval>(each: T, run: Interval): readonly T[] {
  const fromMs = Math.max(each.fromMs, run.fromMs);
  const toMs = Math.min(each.toMs, run.toMs);

  return fromMs < toMs ? [{ ...each, fromMs, toMs }] : [];
}

/** Cuts the run wherever a step or request begins or ends. */
function pieces(intervals: readonly Interval[]): readonly Interval[] {
  const cuts = [...new Set(intervals.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))];
  const sorted = Float64Array.from(cuts).toSorted();

  return Array.from(sorted.subarray(1), (toMs, index) => ({ fromMs: sorted[index] ?? 0, toMs }));
}

function covers(interval: Interval, piece: Interval): boolean {
  return interval.fromMs <= piece.fromMs && piece.toMs <= interval.toMs;
}

/** A nested step begins no earlier than the one around it. */
function stepAt(steps: readonly ActiveStep[], piece: Interval): ActiveStep | null {
  let inner: ActiveStep | null = null;
  for (const step of steps) {
    if (!covers(step, piece)) continue;
    const isLater =
      inner === null ||
      step.fromMs > inner.fromMs ||
      (step.fromMs === inner.fromMs && (step.isNested || !inner.isNested));
    if (isLater) inner = step;
  }

  return inner;
}

/** The request that ends last; of equals, the one that began first. */
function requestAt(requests: readonly ActiveRequest[], piece: Interval): ActiveRequest | null {
  let last: ActiveRequest | null = null;
  for (const each of requests) {
    if (!covers(each, piece)) continue;
    const isLast =
      last === null ||
      each.toMs > last.toMs ||
      (each.toMs === last.toMs && each.fromMs < last.fromMs);
    if (isLast) last = each;
  }

  return last;
}

type Piece = { readonly part: Pick<TimePart, 'host' | 'phase'>; readonly ms: number };

function idlePart({ fromMs, toMs }: Interval, phase: TimePart['phase']): readonly Piece[] {
  return [{ part: { host: null, phase }, ms: toMs - fromMs }];
}

/** Cuts a piece of a request's time at its phases. */
function phaseParts({ request }: ActiveRequest, piece: Interval): readonly Piece[] {
  const host = requestHost(request.url);
  const parts: Piece[] = [];
  let reachedMs = piece.fromMs;
  let atMs = request.startMs;
  for (const phase of PHASES_IN_ORDER) {
    atMs += phaseMs(request.phases, phase);
    const toMs = Math.min(atMs, piece.toMs);
    if (toMs <= reachedMs) continue;
    parts.push({ part: { host, phase }, ms: toMs - reachedMs });
    reachedMs = toMs;
  }

  return parts;
}

/** Mutable: browser runs have a hundred pieces, and there are thousands of runs. */
type Sum = TimePart & { ms: number };

function add(sums: Map<string, Sum>, { step, host, phase, ms }: MeasuredPart): void {
  const key = partKey({ step, host, phase });
  const sum = sums.get(key);
  if (sum === undefined) sums.set(key, { step, host, phase, ms });
  else sum.ms += ms;
}

/** A key for maps, unique for step, host and phase: a host has no spaces, `own` time has no host. */
function partKey({ step, host, phase }: TimePart): string {
  return `${phase} ${host ?? ''} ${step === null ? '' : `=${step}`}`;
}

/** Most parts that are stored separately; the others become {@link REST_PART}. */
const MAX_PARTS = 100;

/**
 * Parts are added up in whole nanoseconds, so that sums are exact in any order: the total of a day
 * stays below 2^53 ns (104 days).
 */
const PER_MS = 1_000_000;

/** Holds the time of all parts that are not stored separately, so that the sums stay complete. */
const REST_PART: TimePart = { step: '(other)', host: '(other)', phase: 'own' };

/** Whether a part is {@link REST_PART}, by its step, host and phase. */
export function isRestPart({ step, host, phase }: TimePart): boolean {
  return step === REST_PART.step && host === REST_PART.host && phase === REST_PART.phase;
}

/** Adds up where the time of timed runs went, by step, host and phase. */
export function rollUpParts(records: readonly RunRecord[]): PartsRollup {
  const sums: Sums = new Map();
  // Not collected into a list: a week of a browser journey has half a million parts.
  for (const record of records)
    for (const part of timePartsOf(record)) addPart(sums, part, part.ms);

  return { kind: 'parts', n: records.length, parts: ranked(sums) };
}

/** Adds up the time parts of several hours; null for none. */
export function mergeParts(rollups: readonly PartsRollup[]): PartsRollup | null {
  if (rollups.length === 0) return null;
  const sums: Sums = new Map();
  for (const { parts } of rollups) for (const part of parts) addPart(sums, part, part.sumMs);

  return {
    kind: 'parts',
    n: rollups.reduce((sum, { n }) => sum + n, 0),
    parts: ranked(sums),
  };
}

/** By {@link partKey}. */
type Sums = Map<string, { readonly part: TimePart; whole: number }>;

function addPart(sums: Sums, { step, host, phase }: TimePart, ms: number): void {
  const key = partKey({ step, host, phase });
  const whole = Math.round(ms * PER_MS);
  const sum = sums.get(key);
  if (sum === undefined) sums.set(key, { part: { step, host, phase }, whole });
  else sum.whole += whole;
}

/** Sorts parts by time, in descending order, with the rest at the end. */
function ranked(sums: Sums): PartsRollup['parts'] {
  const apart = [...sums]
    .filter(([, { part }]) => !isRestPart(part))
    .toSorted(([one, a], [other, b]) => b.whole - a.whole || (one < other ? -1 : 1))
    .map(([, sum]) => sum);
  const rest = [...sums.values()].filter(({ part }) => isRestPart(part));
  const small = [...apart.slice(MAX_PARTS), ...rest];
  const restWhole = small.reduce((sum, { whole }) => sum + whole, 0);
  const kept = [
    ...apart.slice(0, MAX_PARTS),
    ...(small.length === 0 ? [] : [{ part: REST_PART, whole: restWhole }]),
  ];

  return kept.map(({ part, whole }) => ({ ...part, sumMs: whole / PER_MS }));
}
