import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedStore, openEmbeddedStore } from '../lib/adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../lib/adapters/histogram/hdr-histogram.ts';
import { type BackfillPorts, backfillSeries } from '../lib/core/backfill/backfill-series.ts';
import type { JourneyPlan } from '../lib/core/journey/plan.ts';
import type { RunRecord } from '../lib/core/record/run-record.ts';
import { mapBounded } from '../lib/core/base/map-bounded.ts';
import type { RollupItem } from '../lib/core/rollup/rollup.ts';
import { slotRunId } from '../lib/core/store/run-id.ts';
import { DAY_MS, HOUR_MS } from '../lib/core/base/time.ts';

const SERIES_AT_ONCE = 3;

/** The history of a benchmark. */
export interface BenchHistory {
  /** The name of its folder, which later benchmarks use again. */
  readonly name: string;
  readonly plans: readonly JourneyPlan[];
  readonly days: number;
  /** The last hours with single records; older time only has rollups. */
  readonly recordHours: number;
  /** The end of the history: a whole hour, in milliseconds since 1970. */
  readonly toMs: number;
  /**
   * True: the other journeys get a copy of the first one's history, without the hours of days that
   * have a daily rollup.
   */
  readonly copied: boolean;
}

/** Opens the store of a history. Creating it at first takes minutes. */
export async function benchStore(history: BenchHistory): Promise<EmbeddedStore> {
  const dir = path.resolve(`.waywiser/cache/bench-${history.name}`);
  const ready = path.join(dir, `whole-${history.days}-${history.toMs}`);
  const isThere = existsSync(ready);
  if (!isThere) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  // The product is CommonJS and finds its files by `__dirname`, which modules do not have.
  Object.assign(globalThis, { __dirname: path.resolve('dist') });
  const store = await openEmbeddedStore({ dir });
  if (isThere) return store;
  const startMs = performance.now();
  process.stderr.write(`Creating the history "${history.name}" …\n`);
  if (history.copied) await fillByCopies(store, history);
  else await fill({ ...store, runs: store.store, histograms: hdrHistograms() }, history);
  writeFileSync(ready, '');
  process.stderr.write(`… in ${((performance.now() - startMs) / 1_000).toFixed(0)} s\n`);

  return store;
}

async function fill(ports: BackfillPorts, history: BenchHistory): Promise<void> {
  const { plans, days, recordHours, toMs } = history;
  const series = plans.flatMap((plan) => plan.regions.map((region) => ({ plan, region })));
  await mapBounded(series, SERIES_AT_ONCE, async ({ plan, region }) => {
    const subject = {
      plan,
      region,
      stage: 'bench',
      scenario: 'mixed',
      seed: 1,
      fromMs: Math.floor(toMs / DAY_MS) * DAY_MS - (days - 1) * DAY_MS,
      toMs,
      recordsFromMs: toMs - recordHours * HOUR_MS,
    } as const;
    await backfillSeries(subject, ports, () => undefined);
  });
}

async function fillByCopies(
  { store, rollups }: EmbeddedStore,
  history: BenchHistory,
): Promise<void> {
  const items: RollupItem[] = [];
  const records: RunRecord[] = [];
  const collecting: BackfillPorts = {
    histograms: hdrHistograms(),
    runs: {
      putRun: async (record) => {
        records.push(record);
        return true;
      },
    },
    rollups: { ...rollups, put: async (_series, put) => void items.push(...put) },
  };
  await fill(collecting, { ...history, plans: history.plans.slice(0, 1) });
  const todayStart = new Date(Math.floor(history.toMs / DAY_MS) * DAY_MS).toISOString();
  const copied = items.filter(({ span, startsAt }) => span === 'day' || startsAt >= todayStart);
  await mapBounded(
    history.plans,
    SERIES_AT_ONCE,
    async ({ name: journey, regions: [region = ''] }) => {
      await rollups.put({ journey, region }, copied);
      for (const record of records) {
        const runId = slotRunId(journey, region, record.scheduledAt ?? record.startedAt);
        await store.putRun({ ...record, journey, region, runId });
      }
    },
  );
}
