import { explainSeries } from '../explain/explain-series.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { ChangePoint } from '../stats/results.ts';
import type { HourlySeries } from '../stats/series.ts';
import type { SeriesAnalysis } from './journey-analysis.ts';
import { SIGNIFICANCE_LEVEL } from '../stats/levels.ts';
import { changesOf, driftTestOf } from './test-probabilities.ts';
import type { TrendPorts } from './trend-ports.ts';
import { DAY_MS, HOUR_MS, type TimeRange } from '../base/time.ts';

/** Stores of rollups and annotations that explanations are made from. */
export type ExplanationPorts = Pick<TrendPorts, 'rollups' | 'annotations'>;

/**
 * Explains the drift and the changes of a series. The conclusions of the same metric in the journey's
 * other regions show which of them share it.
 */
export async function explainAnalysis(
  analysis: SeriesAnalysis,
  all: readonly SeriesAnalysis[],
  ports: ExplanationPorts,
): Promise<SeriesAnalysis> {
  const { conclusion, hourly, series } = analysis;
  const changes = changesOf(conclusion) ?? [];
  const data = dataRange(hourly);
  const regions = all
    .filter((each) => each.series.metric === series.metric)
    .map((each) => ({ region: each.series.region, conclusion: each.conclusion }));
  const explained: (Explanation | null)[] = [];
  for (const [index, change] of changes.entries()) {
    const window = windowOf(changes, index, data);
    const subject = { kind: 'change', change } as const;
    explained.push(await explainSeries({ ...series, subject, window, regions }, ports));
  }

  return {
    ...analysis,
    explanations: {
      drift: await explainDrift(analysis, { changes, data, regions }, ports),
      changes: explained,
    },
  };
}

async function explainDrift(
  { conclusion, series }: SeriesAnalysis,
  {
    changes,
    data,
    regions,
  }: {
    readonly changes: readonly ChangePoint[];
    readonly data: TimeRange;
    readonly regions: Parameters<typeof explainSeries>[0]['regions'];
  },
  ports: ExplanationPorts,
): Promise<Explanation | null> {
  const drift = driftTestOf(conclusion);
  if (drift === null || drift.p >= SIGNIFICANCE_LEVEL || !namesDrift(conclusion.kind)) return null;
  const fromMs = changes.at(-1)?.toMs ?? data.fromMs;
  // A drift is explained from daily rollups: whole days.
  const window = {
    fromMs: Math.ceil(fromMs / DAY_MS) * DAY_MS,
    toMs: Math.floor(data.toMs / DAY_MS) * DAY_MS,
  };
  const subject = { kind: 'drift', drift } as const;

  return explainSeries({ ...series, subject, window, regions }, ports);
}

function namesDrift(kind: SeriesAnalysis['conclusion']['kind']): boolean {
  return kind === 'drift' || kind === 'both';
}

/** From the change before to the change after, as far as there are data. */
function windowOf(changes: readonly ChangePoint[], index: number, data: TimeRange): TimeRange {
  return {
    fromMs: changes[index - 1]?.toMs ?? data.fromMs,
    toMs: changes[index + 1]?.fromMs ?? data.toMs,
  };
}

function dataRange({ startMs, values }: HourlySeries): TimeRange {
  const first = values.findIndex((value) => !Number.isNaN(value));
  const last = values.findLastIndex((value) => !Number.isNaN(value));

  return {
    fromMs: startMs + Math.max(0, first) * HOUR_MS,
    toMs: startMs + (last + 1) * HOUR_MS,
  };
}
