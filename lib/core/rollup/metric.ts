import type { VitalName } from '../record/run-record.ts';

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
