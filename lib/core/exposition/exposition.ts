import type { Clock, RunStore } from '../ports.ts';
import type { Outcome } from '../record/outcome.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { seriesId, type SlotSeries } from '../record/slot-series.ts';
import type { Observation } from './observations.ts';
import { isConclusive, newestObservations, observationsOf } from './observations.ts';
import { MINUTE_MS } from '../base/time.ts';

/** Where observations are added up, and how they are written down. */
export interface MetricRegistry {
  add(observations: readonly Observation[], runId: string | null): void;
  write(): Promise<ExposedText>;
}

/** What a scrape answers. */
export interface ExposedText {
  readonly contentType: string;
  readonly text: string;
}

/** What the metrics of a history are read from. */
export interface ExpositionPorts {
  readonly store: Pick<RunStore, 'queryRuns' | 'listSeries'>;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly registry: MetricRegistry;
}

/** Answers scrapes. */
export interface Exposition {
  scrape(): Promise<ExposedText>;
}

/** Records of the newest slots come late by as much as a run and its queue take. */
const SHORT_LOOK_MS = 15 * MINUTE_MS;
/** The gap detector says that a slot is missing within two hours of it. */
const LONG_LOOK_MS = 180 * MINUTE_MS;
const LONG_LOOK_EVERY_MS = 10 * MINUTE_MS;
/** Scrapes of several servers within a moment are answered from one reading. */
const FRESH_MS = 5_000;
const CONCURRENCY = 8;
const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

/**
 * Counts the runs of slots since it was made: a counter that began at another time would tell rates
 * that never were. A record that comes later than three hours after its slot is not counted, and a
 * slot that was missing and is reported after all counts as both.
 */
export function exposition(ports: ExpositionPorts): Exposition {
  const sinceMs = ports.clock.epochMs();
  const known = new Map<string, SeriesCount>();
  let longLookMs = sinceMs;
  /** When the last reading that came to its end began. */
  let lastReadMs = sinceMs;
  let read: Reading | null = null;

  async function readAll(nowMs: number): Promise<ExposedText> {
    const isLong = nowMs - longLookMs >= LONG_LOOK_EVERY_MS;
    // Nobody may have asked for hours: what came meanwhile is counted, too.
    const knownMs = Math.min(nowMs, lastReadMs);
    const fromMs = Math.max(sinceMs, knownMs - (isLong ? LONG_LOOK_MS : SHORT_LOOK_MS));
    await mapBounded(await ports.store.listSeries(), CONCURRENCY, async (series) => {
      const key = seriesId(series);
      const count = known.get(key) ?? (await beginSeries(series, sinceMs, ports));
      known.set(key, count);
      const since = new Date(fromMs).toISOString();
      const records = await ports.store.queryRuns({ ...series, since, order: 'oldest-first' });
      countNew(records, count, ports.registry);
      forgetBefore(knownMs - LONG_LOOK_MS - MINUTE_MS, count);
    });
    lastReadMs = nowMs;
    if (isLong) longLookMs = nowMs;

    return await ports.registry.write();
  }

  return {
    scrape: async () => {
      const nowMs = ports.clock.epochMs();
      // Two readings side by side would count everything twice.
      if (read === null || (read.isOver && nowMs - read.atMs >= FRESH_MS)) {
        read = begun(nowMs, readAll(nowMs));
      }
      const mine = read;
      try {
        return await mine.text;
      } catch (error) {
        // A reading that failed is nobody's answer but its own.
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

/** What was counted of a series. */
interface SeriesCount {
  /** By run id and outcome: the slot's instant, in milliseconds since 1970. */
  readonly seen: Map<string, number>;
  newestMs: number;
}

/** Rates need a beginning: all outcomes, and what has no further labels, begin at 0, and gauges with the newest run there is. */
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
    // Also of the same slot: a better record takes the place of one before.
    if (!isConclusive(record) || slotMs < count.newestMs) continue;
    count.newestMs = slotMs;
    registry.add(newestObservations(record), null);
  }
}

/** Its slot is the platform's word; when it started is the word of a runner, whose clock may be wrong. */
function slotMsOf({ scheduledAt, startedAt }: RunRecord): number {
  return Date.parse(scheduledAt ?? startedAt);
}

function forgetBefore(atMs: number, { seen }: SeriesCount): void {
  for (const [key, instantMs] of seen) if (instantMs < atMs) seen.delete(key);
}
