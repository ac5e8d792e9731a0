import type { RunRecord } from '../../record/run-record.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { stepMetric } from '../../rollup/metric.ts';
import type { Bucket, HistogramCodec, MetricRollup, RollupRange } from '../../rollup/rollup.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import { quantileOf } from '../../stats/quantile.ts';
import type { DashboardPorts } from '../dashboard-ports.ts';
import type { RunPage } from './run-page.ts';
import { DAY_MS, HOUR_MS, isoRange } from '../../base/time.ts';

/** Usual timings are those of this many days before a run. */
export const USUAL_DAYS = 7;

/** Queries at once. */
const CONCURRENCY = 5;
/** A journey with generated step names has more steps than rollups store. */
const MAX_STEPS = 50;

/**
 * The duration and the step times of the same journey and region in the seven days before a run, from
 * merged histograms. They end with the last whole hour: the run and others of its hour are excluded.
 */
export async function usualTimings(
  record: RunRecord,
  ports: Pick<DashboardPorts, 'rollups' | 'histograms'>,
): Promise<RunPage['usual']> {
  const steps = [...new Set(record.steps.map(({ name }) => stepMetric(name)))];
  const ranges = rangesBefore(Date.parse(instantOfRunId(record.runId)));

  return await mapBounded(
    ['duration', ...steps.slice(0, MAX_STEPS)],
    CONCURRENCY,
    async (metric) => {
      const { journey, region } = record;
      const read = await mapBounded(ranges, ranges.length, ({ span, ...range }) =>
        ports.rollups.metric({ journey, region, metric }, span, range),
      );
      const sample = sampleOf(
        read.flat().map(({ rollup }) => rollup),
        ports.histograms,
      );

      return { metric, p50: quantileOf(sample, 0.5), p95: quantileOf(sample, 0.95) };
    },
  );
}

interface SpannedRange extends RollupRange {
  readonly span: 'hour' | 'day';
}

/** Whole days, and hours at both ends: a tenth of the items of hours alone. */
function rangesBefore(atMs: number): readonly SpannedRange[] {
  const toMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  const fromMs = toMs - USUAL_DAYS * DAY_MS;
  const firstDayMs = Math.ceil(fromMs / DAY_MS) * DAY_MS;
  const lastDayMs = Math.floor(toMs / DAY_MS) * DAY_MS;
  const ranges = [
    { span: 'hour', fromMs, toMs: firstDayMs },
    { span: 'day', fromMs: firstDayMs, toMs: lastDayMs },
    { span: 'hour', fromMs: lastDayMs, toMs },
  ] as const;

  return ranges
    .filter((range) => range.fromMs < range.toMs)
    .map((range) => ({ span: range.span, ...isoRange(range) }));
}

function sampleOf(
  rollups: readonly MetricRollup[],
  codec: HistogramCodec,
): { readonly timed: readonly Bucket[]; readonly censored: readonly Bucket[] } {
  const [first] = rollups;
  if (first === undefined) return { timed: [], censored: [] };
  const censored = rollups.flatMap((rollup) => rollup.censored?.histogram ?? []);

  return {
    timed: codec.read(codec.merge(rollups.map(({ histogram }) => histogram)), first.unit),
    censored: censored.length === 0 ? [] : codec.read(codec.merge(censored), first.unit),
  };
}
