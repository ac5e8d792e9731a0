import { DAY_SECONDS } from '../base/time.ts';
import type { RunRecord, VitalName } from '../record/run-record.ts';

/** Unit of a metric: milliseconds, the unitless score of `cls`, bytes, or a count. */
export type MetricUnit = 'ms' | 'score' | 'bytes' | 'count';

/** Request phases as metrics and time parts name them, in order of time. */
export const PHASE_NAMES = ['dns', 'tcp', 'tls', 'send', 'wait', 'receive', 'unaccounted'] as const;

/** One of {@link PHASE_NAMES}. */
export type PhaseName = (typeof PHASE_NAMES)[number];

/** Web vitals as metrics name them: the keys of a record's vitals. */
export const VITAL_NAMES: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'];

/** Metrics of the machine that measured: the CPU check and the event loop's longest delay. */
export const INSTRUMENT_METRICS = { cpu: 'instrument:cpu', loop: 'instrument:loop' } as const;

/** Metrics of a run's volume on the network: transferred bytes, and requests. */
export const VOLUME_METRICS = { bytes: 'bytes', requests: 'requests' } as const;

const STEP_PREFIX = 'step:';

/** The metric name of a journey's step: `step:NAME`. */
export function stepMetric(name: string): string {
  return `${STEP_PREFIX}${name}`;
}

/** The step of a metric made by {@link stepMetric}; null for any other. */
export function stepOfMetric(metric: string): string | null {
  return metric.startsWith(STEP_PREFIX) ? metric.slice(STEP_PREFIX.length) : null;
}

/** The metric name of one phase of all requests to one host: `wait@shop.example.com`. */
export function hostPhaseMetric(phase: PhaseName, host: string): string {
  return `${phase}@${host}`;
}

/** Phase and host of a metric made by {@link hostPhaseMetric}; null for any other. */
export function hostPhaseOfMetric(
  metric: string,
): { readonly phase: PhaseName; readonly host: string } | null {
  const at = metric.indexOf('@');
  const phase = PHASE_NAMES.find((name) => name === metric.slice(0, at));

  return at < 0 || phase === undefined ? null : { phase, host: metric.slice(at + 1) };
}

/** Derives the unit of a metric's values from its name. */
export function unitOfMetric(metric: string): MetricUnit {
  if (metric === 'cls') return 'score';
  if (metric === VOLUME_METRICS.bytes) return 'bytes';

  return metric === VOLUME_METRICS.requests ? 'count' : 'ms';
}

/** Replaces the host of a URL that has none. */
const NO_HOST = '(unknown)';
/** The longest name that DNS knows (RFC 1035), and a port. */
const MAX_LENGTH = 259;

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@]+)/i;

/** The host of a request's URL, with its port where the URL names one: `shop.example.com`. */
export function requestHost(url: string): string {
  const host = AUTHORITY.exec(url)?.[1]?.toLowerCase() ?? NO_HOST;

  return host.slice(0, MAX_LENGTH).toWellFormed();
}

/** Parts of `lcp` that are metrics of their own, with their names in the vital's attribution. */
const LCP_PARTS = {
  'lcp:ttfb': 'timeToFirstByte',
  'lcp:load-delay': 'resourceLoadDelay',
  'lcp:load-duration': 'resourceLoadDuration',
  'lcp:render-delay': 'elementRenderDelay',
} as const;

/** Metric names of the parts of `lcp`; the parts of one page view add up to it. */
export const LCP_PART_METRICS: readonly string[] = Object.keys(LCP_PARTS);

/** The parts of a run's worst `lcp` in milliseconds, by metric; empty when the browser reported none. */
export function lcpPartsOf({ vitals }: RunRecord): readonly (readonly [string, number])[] {
  const facts = vitals?.lcp?.attribution ?? {};

  return Object.entries(LCP_PARTS).flatMap(([metric, fact]) => {
    const ms = Object.hasOwn(facts, fact) ? facts[fact] : undefined;

    return typeof ms === 'number' ? [[metric, ms] as const] : [];
  });
}

const PER_UNIT: Readonly<Record<MetricUnit, number>> = {
  ms: 1_000,
  score: 1_000_000,
  bytes: 1,
  count: 1,
};

/**
 * The greatest whole number in a rollup: 24 hours in microseconds, longer than any run, or 86 GB, more
 * than any run transfers. Greater values count as this one.
 */
export const MAX_WHOLE = DAY_SECONDS * 1_000_000;

/** How many of a rollup's whole numbers (microseconds, millionths, bytes, counts) make one unit. */
export function wholePerUnit(unit: MetricUnit): number {
  return PER_UNIT[unit];
}

/**
 * Converts a value to whole microseconds, millionths, bytes or counts. Rollups add up whole numbers
 * only, so that their sums are exact in any order. Throws a RangeError for a negative or infinite
 * value.
 */
export function toWhole(value: number, unit: MetricUnit): number {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`Cannot roll up ${value}; expected a finite value of 0 or more`);
  }

  return Math.min(MAX_WHOLE, Math.round(value * PER_UNIT[unit]));
}
