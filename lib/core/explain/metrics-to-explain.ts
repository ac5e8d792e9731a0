import { INSTRUMENT_METRICS, LCP_PART_METRICS, VOLUME_METRICS } from '../rollup/metric.ts';

/** The parts that a vital's time is made of, as metrics of their own. They add up to it in each page view. */
const VITAL_PARTS: Readonly<Record<string, readonly string[]>> = {
  fcp: ['ttfb'],
  lcp: LCP_PART_METRICS,
};

/** The metrics that are parts of a vital; empty: of any other metric. */
export function vitalParts(metric: string): readonly string[] {
  return Object.hasOwn(VITAL_PARTS, metric) ? (VITAL_PARTS[metric] ?? []) : [];
}

/** The metrics whose rollups the explanation of a metric's change reads. */
export function metricsToExplain(metric: string): readonly string[] {
  return [
    ...new Set([
      metric,
      ...vitalParts(metric),
      ...Object.values(VOLUME_METRICS),
      ...Object.values(INSTRUMENT_METRICS),
    ]),
  ];
}
