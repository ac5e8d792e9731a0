import { metricNamespace } from '../../../../lib/core/alarms/metric-names.ts';
import { SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { MetricSample, MetricSink } from '../../../../lib/core/ports.ts';
import type { Faults } from './faults.ts';
import type { MetricName } from './metric-store.ts';
import type { SimulatedCloudWatch } from './simulated-cloudwatch.ts';

/** How metrics of a function reach CloudWatch in the home region. */
export interface DelayedSink {
  readonly stage: string;
  readonly home: string;
  readonly faults: Faults;
  readonly put: (metric: MetricName, sample: Parameters<SimulatedCloudWatch['put']>[1]) => void;
  /** Does something when the invocation is over. */
  readonly later: (happen: () => void) => unknown;
}

/**
 * From PutMetricData until alarms see a sample. It is not documented for a metric that exists; this is
 * what the guarantee of detection leaves for it.
 */
const ARRIVAL_MS = 30 * SECOND_MS;

/** Puts samples when the invocation is over; refuses them while CloudWatch cannot be reached. */
export function delayedSink(sink: DelayedSink): MetricSink {
  const { faults, home, later } = sink;

  return {
    publish: async (groups) => {
      const refused =
        faults.isOut(home) || faults.at('metrics-refused', { region: home }) !== undefined;
      if (refused) return groups.map(() => new Error('CloudWatch does not answer'));
      later(() => groups.flat().forEach((sample) => putOne(sample, sink)));

      return groups.map(() => null);
    },
  };
}

function putOne(
  { name, dimensions, value, atMs }: MetricSample,
  { stage, put }: DelayedSink,
): void {
  const metric = { namespace: metricNamespace(stage), name, dimensions };
  put(metric, { atMs, value, arrivalMs: ARRIVAL_MS });
}
