import type { SlotSeries } from '../../record/slot-series.ts';
import type { DashboardPorts } from '../dashboard-ports.ts';
import type { PageRange } from '../page-frame.ts';
import {
  readMetric,
  readParts,
  readSlots,
  type SlotsByStart,
  type SlotsQuestion,
} from './cached-rollups.ts';
import { ceilTo, floorTo, isByHours } from './covered-range.ts';
import {
  type LatestReadings,
  journeyCache,
  type SeriesCache,
  seriesCache,
} from './history-cache.ts';
import { type OpenHour, openHours, openMetric, openParts } from './open-hours.ts';
import { listRuns, readNewestRun, readOpenRuns, runGapMs, runsUntil } from './open-runs.ts';
import type { RunDigest } from './run-digest.ts';
import type { Piece, SeriesHistory } from './series-history.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.ts';

/** Everything that reading a history takes. */
export type SeriesHistoryPorts = Pick<
  DashboardPorts,
  'cache' | 'store' | 'rollups' | 'histograms' | 'clock'
>;

/** Which history to read: one series over a range. */
export interface HistoryQuestion {
  readonly series: SlotSeries;
  /** As `coveredRange` returns it. */
  readonly range: PageRange;
  /** Metrics of the journey's budgets. */
  readonly metrics: readonly string[];
  /** Readings that are younger may be used again, in milliseconds; 0: none. */
  readonly maxAgeMs: number;
  /** The same for the whole history, depending on its contents. Default: `maxAgeMs`. */
  readonly maxHistoryAgeMs?: (known: SeriesHistory) => number;
}

/**
 * Rollups may be older than runs wherever any reading may be used again: runs are counted from where
 * the rollups end, so that none is missed.
 */
const ROLLUPS_MAX_AGE_MS = 10 * MINUTE_MS;

/** Reads a series: its finished days, then its finished hours, then the runs since. */
export async function readHistory(
  question: HistoryQuestion,
  ports: SeriesHistoryPorts,
): Promise<SeriesHistory> {
  const { series, range } = question;
  const journey = journeyCache(ports.cache, series.journey);
  const nowMs = ports.clock.epochMs();
  const { histories } = journey.latest;
  const known = histories.get(series.region);
  if (known !== undefined && isUsable(known, question, nowMs)) return known.history;
  const history = await readAgain(question, { cache: seriesCache(journey, series), nowMs }, ports);
  histories.set(series.region, { range, history });

  return history;
}

type CachedHistory = NonNullable<ReturnType<LatestReadings['histories']['get']>>;

function isUsable(
  { range: before, history }: CachedHistory,
  { range, maxAgeMs, maxHistoryAgeMs }: HistoryQuestion,
  nowMs: number,
): boolean {
  const maxMs = maxHistoryAgeMs?.(history) ?? maxAgeMs;

  return (
    before.fromMs === range.fromMs &&
    nowMs - history.readAtMs < maxMs &&
    range.toMs >= before.toMs &&
    range.toMs - before.toMs < maxMs
  );
}

interface Reading {
  readonly cache: SeriesCache;
  readonly nowMs: number;
}

async function readAgain(
  { series, range, metrics, maxAgeMs }: HistoryQuestion,
  { cache, nowMs }: Reading,
  ports: SeriesHistoryPorts,
): Promise<SeriesHistory> {
  const rollupsMaxAgeMs = maxAgeMs === 0 ? 0 : Math.max(maxAgeMs, ROLLUPS_MAX_AGE_MS);
  const ask = { series, nowMs, maxAgeMs: rollupsMaxAgeMs };
  const stored = await readStored(ask, { range, cache }, ports);
  const { days, hours, sinceMs } = stored;
  const isLive = range.toMs >= floorTo(nowMs, HOUR_MS);
  const untilMs = isLive ? null : range.toMs;
  const question = { series, sinceMs, untilMs, backMs: runGapMs(stored), metrics, nowMs };
  const runs = await readOpenRuns(question, cache, ports.store);
  const open = openHours(runs, { fromMs: sinceMs, toMs: range.toMs }, cache.openHours);
  if (isLive) cache.openHours = open;
  // The runs of a range that has ended do not show the present state.
  const recent = isLive ? runsUntil(runs, nowMs) : [];
  const rolledToMs = isLive && days.size + hours.size > 0 ? sinceMs : null;

  return {
    series,
    readAtMs: nowMs,
    ...latestOf(
      { runs, recent, rolledToMs },
      recent[0] ?? (await readNewestRun(question, ports.store)),
    ),
    pieces: [
      ...piecesOf(days, DAY_MS),
      ...piecesOf(hours, HOUR_MS),
      ...open.map((hour) => ({ ...hour, lengthMs: HOUR_MS })),
    ],
    runs: async () =>
      await listRuns({ series, range, sinceMs, known: runs, nowMs }, cache, ports.store),
    ...rollupsOf({ series, range, read: { ...stored, open } }, { cache, nowMs }, ports),
  };
}

interface RunsSince {
  readonly runs: readonly RunDigest[];
  /** Those that show the present state, newest first. */
  readonly recent: readonly RunDigest[];
  /** The end of what was rolled up; null: nothing was. */
  readonly rolledToMs: number | null;
}

/** When all recent runs are on-demand runs, the newest slot is the end of what was rolled up. */
function latestOf(
  { runs, recent, rolledToMs }: RunsSince,
  newest: RunDigest | null,
): Pick<SeriesHistory, 'last' | 'stages' | 'newestSlotMs'> {
  const slot = recent.find(({ slotMs }) => slotMs !== null) ?? newest;
  const all = newest === null ? runs : [...runs, newest];

  return {
    last: newest?.run ?? null,
    stages: new Set(all.map(({ stage }) => stage)),
    newestSlotMs: slot === null ? null : (slot.slotMs ?? rolledToMs),
  };
}

/** Finished days, and the hours that were rolled up since. */
async function readStored(
  ask: Pick<SlotsQuestion, 'series' | 'nowMs' | 'maxAgeMs'>,
  { range, cache }: { readonly range: PageRange; readonly cache: SeriesCache },
  { rollups }: SeriesHistoryPorts,
): Promise<Omit<Read, 'open'>> {
  const { fromMs } = range;
  const daysToMs = isByHours(range, ask.nowMs) ? fromMs : floorTo(range.toMs, DAY_MS);
  const daysQuestion = { ...ask, fromMs, toMs: daysToMs, span: 'day' } as const;
  const days = await readSlots(cache.slots, daysQuestion, rollups);
  const hoursFromMs = endOf(days, DAY_MS) ?? fromMs;
  const hoursToMs = ceilTo(range.toMs, HOUR_MS);
  const hoursQuestion = { ...ask, fromMs: hoursFromMs, toMs: hoursToMs, span: 'hour' } as const;
  const hours = await readSlots(cache.slots, hoursQuestion, rollups);

  return { days, hours, sinceMs: endOf(hours, HOUR_MS) ?? hoursFromMs };
}

interface Read {
  readonly days: SlotsByStart;
  readonly hours: SlotsByStart;
  readonly open: readonly OpenHour[];
  /** The end of what was rolled up. */
  readonly sinceMs: number;
}

interface ReadSubject {
  readonly series: SlotSeries;
  readonly range: PageRange;
  readonly read: Read;
}

function rollupsOf(
  subject: ReadSubject,
  reading: Reading,
  { rollups, histograms }: SeriesHistoryPorts,
): Pick<SeriesHistory, 'metric' | 'parts'> {
  const { series, read } = subject;
  const { days, hours, open } = read;
  const cached = reading.cache.rollups;

  return {
    metric: async (metric, fineness) => {
      const isFine = fineness === 'hours' && days.size > 0;
      const slots = isFine ? await readHours(subject, reading, rollups) : read;
      const ofDays = { series, span: 'day', slots: slots.days, metric } as const;
      const ofHours = { series, span: 'hour', slots: slots.hours, metric } as const;
      const stored = [
        ...(await readMetric(cached, ofDays, rollups)),
        ...(await readMetric(cached, ofHours, rollups)),
      ];
      const fresh = open.flatMap((hour) => {
        const rollup = openMetric(hour, metric, histograms);
        return rollup === null ? [] : [{ startMs: hour.startMs, rollup }];
      });
      return [...stored.map(([startMs, rollup]) => ({ startMs, rollup })), ...fresh];
    },
    parts: async () => {
      const stored = [
        ...(await readParts(cached, { series, span: 'day', slots: days }, rollups)),
        ...(await readParts(cached, { series, span: 'hour', slots: hours }, rollups)),
      ];
      const fresh = open.map((hour) => ({ startMs: hour.startMs, rollup: openParts(hour) }));
      return [...stored.map(([startMs, rollup]) => ({ startMs, rollup })), ...fresh];
    },
  };
}

/** All hours of a range; a day whose hours are no longer stored stays a day. */
async function readHours(
  { series, range, read }: ReadSubject,
  { cache, nowMs }: Reading,
  rollups: SeriesHistoryPorts['rollups'],
): Promise<Pick<Read, 'days' | 'hours'>> {
  const toMs = Math.min(read.sinceMs, ceilTo(range.toMs, HOUR_MS));
  const ask = { series, span: 'hour', fromMs: range.fromMs, toMs, nowMs, maxAgeMs: 0 } as const;
  const hours = await readSlots(cache.slots, ask, rollups);
  const withHours = new Set([...hours.keys()].map((startMs) => floorTo(startMs, DAY_MS)));
  const days = [...read.days].filter(([startMs]) => !withHours.has(startMs));

  return { days: new Map(days), hours };
}

function endOf(slots: SlotsByStart, lengthMs: number): number | null {
  const last = [...slots.keys()].at(-1);

  return last === undefined ? null : last + lengthMs;
}

function piecesOf(slots: SlotsByStart, lengthMs: number): readonly Piece[] {
  return [...slots].map(([startMs, { counts, timed, metrics }]) => ({
    startMs,
    lengthMs,
    counts,
    timed,
    metrics,
  }));
}
