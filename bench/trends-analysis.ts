import { analyseSeries } from '../lib/core/stats/analyse-series.ts';
import { normal, seededRandom } from '../lib/core/stats/seeded.ts';
import type { HourlySeries } from '../lib/core/stats/series.ts';

const SERIES = 1_000;
const DAYS = 120;
const HOURS_A_DAY = 24;
/** In milliseconds since 1970. */
const START_MS = Date.UTC(2026, 0, 5);
/** Every so many series drifts, and every so many steps: the rest is steady, as most are. */
const EVERY = 10;

/** How long the analysis of all series of a large stage takes. */
export function benchAnalysis(): string {
  const all = Array.from({ length: SERIES }, (_, at) => seriesOf(at));
  const kinds = new Map<string, number>();
  const began = performance.now();
  all.forEach((series, seed) => {
    const { kind } = analyseSeries(series, { seed });
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  });
  const tookMs = performance.now() - began;
  const found = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');

  return [
    `Analysis of ${SERIES} series of ${DAYS} days by the hour: drift and steps`,
    `  all of them ${(tookMs / 1_000).toFixed(1)} s (${found})`,
    `  each ${(tookMs / SERIES).toFixed(2)} ms`,
    '',
  ].join('\n');
}

/** A day's wave of 20%, noise of 10%; some drift by 6% in 28 days, some step by 10%. */
function seriesOf(at: number): HourlySeries {
  const random = seededRandom(at);
  const hours = DAYS * HOURS_A_DAY;
  const stepAt = Math.floor(random() * hours);

  return {
    startMs: START_MS,
    values: new Float64Array(hours).map((_, hour) => {
      const season = 0.2 * Math.sin((2 * Math.PI * hour) / HOURS_A_DAY);
      const drift = at % EVERY === 1 ? (0.06 * hour) / (28 * HOURS_A_DAY) : 0;
      const step = at % EVERY === 2 && hour >= stepAt ? 0.1 : 0;

      return 800 * (1 + season + drift + step + 0.1 * normal(random));
    }),
  };
}
