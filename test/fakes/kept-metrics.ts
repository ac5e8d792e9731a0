import type { MetricSample, MetricSink } from '../../lib/core/ports.ts';

/** Keeps what is published; refuses a group with a sample that `refuses` says so of. */
export function keptMetrics(
  refuses: (sample: MetricSample) => boolean = () => false,
): MetricSink & { readonly samples: MetricSample[] } {
  const samples: MetricSample[] = [];

  return {
    samples,
    publish: async (groups) =>
      groups.map((group) => {
        if (group.some(refuses)) return new Error('refused');
        samples.push(...group);

        return null;
      }),
  };
}
