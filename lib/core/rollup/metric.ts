import { DAY_SECONDS } from '../base/time.ts';
import type { RunRecord, VitalName } from '../record/run-record.ts';

/** What a metric counts: milliseconds, the unitless score of `cls`, bytes, or things. */
export type MetricUnit = 'ms' | 'score' | 'bytes' | 'count';

/** The phases of a request, as metrics and parts name them. */
export const PHASE_NAMES = ['dns', 'tcp', 'tls', 'send', 'wait', 'receive', 'unaccounted'] as const;

/** One of {@link PHASE_NAMES}. */
export type PhaseName = (typeof PHASE_NAMES)[number];

/** The vitals, as metrics name them. */
export const VITAL_NAMES: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'];

/** Readings of the instrument, which are metrics like any other. */
export const INSTRUMENT_METRICS = { cpu: 'instrument:cpu', loop: 'instrument:loop' } as const;

/** How much a run transferred: all bytes, and the number of requests. */
export const VOLUME_METRICS = { bytes: 'bytes', requests: 'requests' } as const;

const STEP_PREFIX = 'step:';

/** The metric of a step: `step:NAME`. */
export function stepMetric(name: string): string {
  return `${STEP_PREFIX}${name}`;
}

/** The name of a step's metric; null for any other metric. */
export function stepOfMetric(metric: string): string | null {
  return metric.startsWith(STEP_PREFIX) ? metric.slice(STEP_PREFIX.length) : null;
}

/** The metric of a phase of the requests to one host: `wait@shop.example.com`. */
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

/** The unit of a metric's values. */
export function unitOfMetric(metric: string): MetricUnit {
  if (metric === 'cls') return 'score';
  if (metric === VOLUME_METRICS.bytes) return 'bytes';

  return metric === VOLUME_METRICS.requests ? 'count' : 'ms';
}

/** What stands for the host of a URL that has none. */
const NO_HOST = '(unknown)';
/** The longest name that DNS knows (RFC 1035), and a port. */
const MAX_LENGTH = 259;

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@]+)/i;

/** The host of a request's URL, with its port where the URL names one: `shop.example.com`. */
export function requestHost(url: string): string {
  const host = AUTHORITY.exec(url)?.[1]?.toLowerCase() ?? NO_HOST;

  return host.slice(0, MAX_LENGTH).toWellFormed();
}

/** The parts of a vital's time, as metrics of their own; each a fact of its attribution. */
const LCP_PARTS = {
  'lcp:ttfb': 'timeToFirstByte',
  'lcp:load-delay': 'resourceLoadDelay',
  'lcp:load-duration': 'resourceLoadDuration',
  'lcp:render-delay': 'elementRenderDelay',
} as const;

/** The names of the parts of `lcp`: of the same page view they add up to it. */
export const LCP_PART_METRICS: readonly string[] = Object.keys(LCP_PARTS);

/** What the parts of a run's worst `lcp` took, by metric; empty where the browser did not tell. */
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
 * The greatest number that is told from others: 24 hours in microseconds, longer than any run; and
 * 86 GB, more than any transfers. Greater ones count as this one.
 */
export const MAX_WHOLE = DAY_SECONDS * 1_000_000;

/** How many of what rollups count make one of a unit: microseconds, millionths, bytes, things. */
export function wholePerUnit(unit: MetricUnit): number {
  return PER_UNIT[unit];
}

/**
 * A value in whole microseconds, millionths, bytes or things. Rollups are made of such numbers
 * only: sums of them are exact, in whatever order. Throws a RangeError for what is no value.
 */
export function toWhole(value: number, unit: MetricUnit): number {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`Cannot roll up ${value}; expected a finite value of 0 or more`);
  }

  return Math.min(MAX_WHOLE, Math.round(value * PER_UNIT[unit]));
}
