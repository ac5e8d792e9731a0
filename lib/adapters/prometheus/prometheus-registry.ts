import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricRegistry } from '../../core/exposition/exposition.ts';
import { FAMILIES, type Family, type Labels } from '../../core/exposition/families.ts';

/** Adds an observation to one metric family. */
type AddObservation = (labels: Labels, value: number, runId: string | null) => void;

/**
 * OpenMetrics limits the total length of an exemplar's labels.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/#exemplars
 */
const MAX_EXEMPLAR = 128 - 'run_id'.length;

/** Writes OpenMetrics with Prometheus' client library; the exemplar of a timing is its run. */
export function prometheusRegistry(): MetricRegistry {
  const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const families = new Map(
    Object.entries(FAMILIES).map(([key, family]) => [key, familyOf(family, registry)] as const),
  );

  return {
    add: (observations, runId) => {
      for (const { family, labels, value } of observations) {
        families.get(family)?.(labels, value, runId);
      }
    },
    write: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function familyOf(
  { name, help, type, labels: labelNames, buckets }: Family,
  registry: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>,
): AddObservation {
  const options = { name, help, labelNames: [...labelNames], registers: [registry] };
  switch (type) {
    case 'counter': {
      const counter = new Counter({ ...options, enableExemplars: false });
      return (labels, value) => counter.inc(labels, value);
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      return (labels, value) => gauge.set(labels, value);
    }
    case 'histogram': {
      const histogram = new Histogram({
        ...options,
        buckets: [...(buckets ?? [])],
        enableExemplars: true,
      });
      return (labels, value, runId) =>
        histogram.observe({ labels, value, exemplarLabels: exemplarOf(runId) });
    }
  }
}

function exemplarOf(runId: string | null): Record<string, string> {
  return runId === null || runId.length > MAX_EXEMPLAR ? {} : { run_id: runId };
}
