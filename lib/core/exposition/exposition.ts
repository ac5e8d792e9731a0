import type { Clock, RunStore } from '../ports.ts';
import type { Outcome } from '../record/outcome.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { seriesId, type SlotSeries } from '../record/slot-series.ts';
import {
  isConclusive,
  newestObservations,
  type Observation,
  observationsOf,
} from './observations.ts';
import { MINUTE_MS } from '../base/time.ts';

/** Adds up observations and writes them in Prometheus' text format. */
export interface MetricRegistry {
  add(observations: readonly Observation[], runId: string | null): void;
  write(): Promise<ExposedText>;
}

/** The response to a scrape. */
interface ExposedText {
  readonly contentType: string;
  readonly text: string;
}

/** Store, clock and registry of the exposed metrics. */
interface ExpositionPorts {
  readonly store: Pick<RunStore, 'queryRuns' | 'listSeries'>;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly registry: MetricRegistry;
}

/** Answers scrapes of a Prometheus server. */
export interface Exposition {
  scrape(): Promise<ExposedText>;
}

/** Range of most reads: a record arrives after its run and the queue. */
const SHORT_RANGE_MS = 15 * MINUTE_MS;
/** Range of some reads: the gap detector reports a missing slot within two hours. */
const LONG_RANGE_MS = 180 * MINUTE_MS;
const LONG_READ_EVERY_MS = 10 * MINUTE_MS;
/** Scrapes of several servers within this time get the result of one read. */
const FRESH_MS = 5_000;
const CONCURRENCY = 8;
const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

/**
 * Counts the runs of slots since it was created: counters that start with older runs would show rates
 * that never occurred. A record that arrives more than three hours after its slot is not counted. A
 * missing slot that is reported after all counts as both.
 */
export function exposition(ports: ExpositionPorts): Exposition {
  const sinceMs = ports.clock.epochMs();
  const known = new Map<string, SeriesCount>();
  let lastLongReadMs = sinceMs;
  /** Start of the last read that completed. */
  let lastReadMs = sinceMs;
  let read: Reading | null = null;

  async function readAll(nowMs: number): Promise<ExposedText> {
    const isLong = nowMs - lastLongReadMs >= LONG_READ_EVERY_MS;
    // The last scrape may be hours ago: records since then are counted, too.
    const knownMs = Math.min(nowMs, lastReadMs);
    const fromMs = Math.max(sinceMs, knownMs - (isLong ? LONG_RANGE_MS : SHORT_RANGE_MS));
    await mapBounded(await ports.store.listSeries(), CONCURRENCY, async (series) => {
      const key = seriesId(series);
      const count = known.get(key) ?? (await beginSeries(series, sinceMs, ports));
      known.set(key, count);
      const since = new Date(fromMs).toISOString();
      const records = await ports.store.queryRuns({ ...series, since, order: 'oldest-first' });
      countNew(records, count, ports.registry);
      forgetBefore(knownMs - LONG_RANGE_MS - MINUTE_MS, count);
    });
    lastReadMs = nowMs;
    if (isLong) lastLongReadMs = nowMs;

    return await ports.registry.write();
  }

  return {
    scrape: async () => {
      const nowMs = ports.clock.epochMs();
      // Two reads in parallel would count everything twice.
      if (read === null || (read.isOver && nowMs - read.atMs >= FRESH_MS)) {
        read = begun(nowMs, readAll(nowMs));
      }
      const mine = read;
      try {
        return await mine.text;
      } catch (error) {
        // A failed read answers only the scrapes that waited for it.
        if (read === mine) read = null;
        throw error;
      }
    },
  };
}

interface Reading {
  readonly atMs: number;
  readonly text: Promise<ExposedText>;
  isOver: boolean;
}

function begun(atMs: number, text: Promise<ExposedText>): Reading {
  const reading = { atMs, text, isOver: false };

  function end(): void {
    reading.isOver = true;
  }
  text.then(end, end);

  return reading;
}

/** The runs of a series that were counted. */
interface SeriesCount {
  /** By run id and outcome: the slot's instant, in milliseconds since 1970. */
  readonly seen: Map<string, number>;
  newestMs: number;
}

/** Rates need a first sample: counters start at 0, gauges with the newest run. */
async function beginSeries(
  series: SlotSeries,
  sinceMs: number,
  { store, registry }: ExpositionPorts,
): Promise<SeriesCount> {
  registry.add(
    [
      ...OUTCOMES.map((outcome) => ({
        family: 'runs' as const,
        labels: { ...series, outcome },
        value: 0,
      })),
      { family: 'flaky', labels: series, value: 0 },
      { family: 'timedOut', labels: series, value: 0 },
    ],
    null,
  );
  const until = new Date(sinceMs).toISOString();
  const newest = (await store.queryRuns({ ...series, until, limit: 10 })).find(isConclusive);
  if (newest !== undefined) registry.add(newestObservations(newest), null);

  return {
    seen: new Map(),
    newestMs: newest === undefined ? -Infinity : slotMsOf(newest),
  };
}

function countNew(
  records: readonly RunRecord[],
  count: SeriesCount,
  registry: MetricRegistry,
): void {
  for (const record of records) {
    const key = `${record.outcome} ${record.runId}`;
    if (count.seen.has(key)) continue;
    const slotMs = slotMsOf(record);
    count.seen.set(key, slotMs);
    registry.add(observationsOf(record), record.runId);
    // Also for the same slot: a better record replaces an earlier one.
    if (!isConclusive(record) || slotMs < count.newestMs) continue;
    count.newestMs = slotMs;
    registry.add(newestObservations(record), null);
  }
}

/** The slot comes from the platform; the start comes from a runner, whose clock may be wrong. */
function slotMsOf({ scheduledAt, startedAt }: RunRecord): number {
  return Date.parse(scheduledAt ?? startedAt);
}

function forgetBefore(atMs: number, { seen }: SeriesCount): void {
  for (const [key, instantMs] of seen) if (instantMs < atMs) seen.delete(key);
}
