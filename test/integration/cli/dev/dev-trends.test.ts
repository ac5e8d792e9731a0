import { hdrHistograms } from '../../../../lib/adapters/histogram/hdr-histogram.ts';
import { startTrends } from '../../../../lib/cli/dev/dev-trends.ts';
import type { ExternalAnalysis } from '../../../../lib/cli/dev/external-analysis.ts';
import type { Finding } from '../../../../lib/core/trends/finding.ts';
import { memoryRollupStore } from '../../../fakes/memory-rollup-store.ts';
import { memoryAnnotationStore, memoryFindingStore } from '../../../fakes/memory-trend-stores.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { finding } from '../../../support/findings.ts';
import { storeSeries } from '../../../support/stored-rollups.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';

const TO_MS = Date.UTC(2026, 10, 22);
const SERIES = { journey: 'checkout', region: 'local' };

/** A store with a step of 21 days ago, and a job that has run once. */
async function started(scale: number, external?: ExternalAnalysis) {
  const rollups = memoryRollupStore();
  const levels = { duration: (day: number) => (day < 21 ? 200 : 260) };
  const stored = { ...SERIES, levels, fromMs: TO_MS - 42 * DAY_MS, toMs: TO_MS };
  await storeSeries(stored, rollups, hdrHistograms());
  const findings = memoryFindingStore();
  const found: Finding[] = [];
  const waits: number[] = [];
  const errors: string[] = [];
  const clock = { nowMs: TO_MS + 10 * MINUTE_MS };
  const trends = await new Promise<ReturnType<typeof startTrends>>((resolve) => {
    const job = startTrends(
      {
        journeys: [{ plan: planOf() }],
        stores: { rollups, findings, annotations: memoryAnnotationStore() },
        clock: { epochMs: () => clock.nowMs },
        scale,
        ...(external && { external }),
        after: (delayMs) => {
          waits.push(delayMs);
          resolve(job);
          return () => void waits.push(-1);
        },
      },
      (each) => void found.push(each),
      { err: (text) => void errors.push(text) },
    );
  });

  return { trends, found, waits, errors, findings };
}

describe('startTrends()', () => {
  test('startTrends() analyses the region of this machine at once, and reports the findings', async () => {
    const { trends, found, errors, findings } = await started(1);
    await trends.stop();

    expect(errors).toEqual([]);
    expect(found).toMatchObject([{ ...SERIES, metric: 'duration', subject: { kind: 'change' } }]);
    expect(await findings.findingsOf('checkout')).toEqual(found);
  });

  test.each([
    ['half an hour later, at 00:40', 1, 30 * MINUTE_MS],
    ['in 5 s, where a day passes in 240 s', 360, 5_000],
    ['not sooner than a second later', 8_640, 1_000],
  ])('startTrends() analyses again %s, and not after it is stopped', async (_, scale, waitMs) => {
    const { trends, waits } = await started(scale);

    await trends.stop();

    expect(waits).toEqual([waitMs, -1]);
  });

  test('startTrends() leaves the analysis to another process when the store has other regions', async () => {
    const asked: boolean[] = [];
    let stops = 0;
    const { trends, found, errors, findings } = await started(1, {
      analyse: async ({ isFirst }) => {
        asked.push(isFirst);
        return {
          series: 3,
          opened: [finding()],
          resolved: [],
          open: 1,
          errors: ['no \u001B[1mdata'],
        };
      },
      stop: () => void (stops += 1),
    });
    await trends.stop();

    expect(asked).toEqual([true]);
    expect(found).toEqual([finding()]);
    expect(errors).toEqual(['waywiser: no data\n']);
    expect(await findings.findingsOf('checkout')).toEqual([]);
    expect(stops).toBe(1);
  });

  test('startTrends() analyses itself when the other process has nothing to analyse', async () => {
    const external = { analyse: async () => null, stop: () => undefined };

    const { trends, found } = await started(1, external);
    await trends.stop();

    expect(found).toHaveLength(1);
  });
});
