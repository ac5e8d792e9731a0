import type { SlotSeries } from '../../record/slot-series.ts';
import { ceilTo, floorTo, isByHours } from './covered-range.ts';
import type { DashboardPorts } from '../dashboard-ports.ts';
import { memoryOf, memoryOfSeries, type SeriesMemory, stillKnown } from './history-cache.ts';
import { readMetric, readParts } from './cached-rollups.ts';
import { readSlots, type SlotsQuestion, type StoredSlots } from './cached-slots.ts';
import { type OpenHour, openHours, openMetric, openParts } from './open-hours.ts';
import { listRuns } from './listed-runs.ts';
import { newestRun, newestSlot, oneRunBack, openRuns, runsOfNow, stagesOf } from './newest-runs.ts';
import type { PageRange } from '../page-frame.ts';
import type { Piece, SeriesHistory } from './series-history.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';

/** What reading a history takes. */
export type HistoryPorts = Pick<DashboardPorts, 'store' | 'rollups' | 'histograms' | 'clock'>;

/** What of a series is read. */
export interface HistoryQuestion {
  readonly series: SlotSeries;
  /** As `coveredRange` has it. */
  readonly range: PageRange;
  /** Words of the journey's budgets. */
  readonly words: readonly string[];
  /** What was read not longer ago than this may be used again, in milliseconds; 0: nothing. */
  readonly keepMs: number;
  /** So long the whole may be used again, by what it says. Default: as long. */
  readonly keepWholeMs?: (kept: SeriesHistory) => number;
}

/**
 * What jobs have rolled up is kept for longer where anything is: runs that came since are counted
 * from where it ends, so that nothing is missed.
 */
const ROLLUPS_KEPT_MS = 10 * 60_000;

/** Reads a series: by finished days, then by finished hours, then by the runs since. */
export async function readHistory(
  question: HistoryQuestion,
  ports: HistoryPorts,
): Promise<SeriesHistory> {
  const { series, range } = question;
  const all = memoryOf(ports);
  const memory = memoryOfSeries(all, series);
  const nowMs = ports.clock.epochMs();
  const kept = memory.history;
  if (kept !== null && isGood(kept, question, nowMs)) return kept.history;
  const isKnown = stillKnown(all, series.journey);
  const history = await readAnew(question, { memory, nowMs }, ports);
  if (isKnown()) memory.history = { range, history };

  return history;
}

function isGood(
  { range: before, history }: NonNullable<SeriesMemory['history']>,
  { range, keepMs, keepWholeMs }: HistoryQuestion,
  nowMs: number,
): boolean {
  const wholeMs = keepWholeMs?.(history) ?? keepMs;

  return (
    before.fromMs === range.fromMs &&
    nowMs - history.readAtMs < wholeMs &&
    range.toMs >= before.toMs &&
    range.toMs - before.toMs < wholeMs
  );
}

interface Reading {
  readonly memory: SeriesMemory;
  readonly nowMs: number;
}

async function readAnew(
  { series, range, words, keepMs }: HistoryQuestion,
  { memory, nowMs }: Reading,
  ports: HistoryPorts,
): Promise<SeriesHistory> {
  const rollupsKeptMs = keepMs === 0 ? 0 : Math.max(keepMs, ROLLUPS_KEPT_MS);
  const ask = { series, nowMs, keepMs: rollupsKeptMs };
  const stored = await readStored(ask, { range, memory }, ports);
  const { days, hours, sinceMs } = stored;
  const isLive = range.toMs >= floorTo(nowMs, HOUR_MS);
  const untilMs = isLive ? null : range.toMs;
  const asked = { ...ask, sinceMs, words, untilMs, backMs: oneRunBack(stored) };
  const runs = await openRuns(asked, memory, ports.store);
  const open = openHours(runs, { fromMs: sinceMs, toMs: range.toMs }, memory.openHours);
  if (isLive) memory.openHours = open;
  // Of a time that is over they do not say how things stand.
  const recent = isLive ? runsOfNow(runs, nowMs) : [];
  const newest = recent[0] ?? (await newestRun(asked, memory, ports.store));
  const isRolled = isLive && days.size + hours.size > 0;
  const read = { ...stored, open };

  return {
    series,
    readAtMs: nowMs,
    last: newest?.run ?? null,
    stages: stagesOf(runs, newest),
    newestSlotMs: newestSlot(recent, newest, isRolled ? sinceMs : null),
    pieces: [
      ...piecesOf(days, DAY_MS),
      ...piecesOf(hours, HOUR_MS),
      ...open.map((hour) => ({ ...hour, lengthMs: HOUR_MS })),
    ],
    runs: async () =>
      await listRuns({ series, range, sinceMs, known: runs, nowMs }, memory, ports.store),
    ...rollupsOf({ series, range, read }, { memory, nowMs }, ports),
  };
}

/** Finished days, and the hours that were rolled up since. */
async function readStored(
  ask: Pick<SlotsQuestion, 'series' | 'nowMs' | 'keepMs'>,
  { range, memory }: { readonly range: PageRange; readonly memory: SeriesMemory },
  { rollups }: HistoryPorts,
): Promise<Omit<Read, 'open'>> {
  const { fromMs } = range;
  const daysToMs = isByHours(range, ask.nowMs) ? fromMs : floorTo(range.toMs, DAY_MS);
  const days = await readSlots(
    memory.slots,
    { ...ask, fromMs, toMs: daysToMs, span: 'day' },
    rollups,
  );
  const hoursFromMs = endOf(days, DAY_MS) ?? fromMs;
  const hoursToMs = ceilTo(range.toMs, HOUR_MS);
  const hours = await readSlots(
    memory.slots,
    { ...ask, fromMs: hoursFromMs, toMs: hoursToMs, span: 'hour' },
    rollups,
  );

  return { days, hours, sinceMs: endOf(hours, HOUR_MS) ?? hoursFromMs };
}

interface Read {
  readonly days: ReadonlyMap<number, StoredSlots>;
  readonly hours: ReadonlyMap<number, StoredSlots>;
  readonly open: readonly OpenHour[];
  /** Where what was rolled up ends. */
  readonly sinceMs: number;
}

function rollupsOf(
  { series, range, read }: ReadSubject,
  { memory, nowMs }: Reading,
  { rollups, histograms }: HistoryPorts,
): Pick<SeriesHistory, 'metric' | 'parts'> {
  const { days, hours, open } = read;
  const kept = memory.rollups;

  return {
    metric: async (metric, fineness) => {
      const isFine = fineness === 'hours' && days.size > 0;
      const those = isFine
        ? await readHours({ series, range, read }, { memory, nowMs }, rollups)
        : read;
      const ofDays = { series, span: 'day', slots: those.days, metric } as const;
      const ofHours = { series, span: 'hour', slots: those.hours, metric } as const;
      const stored = [
        ...(await readMetric(kept, ofDays, rollups)),
        ...(await readMetric(kept, ofHours, rollups)),
      ];
      const fresh = open.flatMap((hour) => {
        const rollup = openMetric(hour, metric, histograms);
        return rollup === null ? [] : [{ startMs: hour.startMs, rollup }];
      });
      return [...stored.map(([startMs, rollup]) => ({ startMs, rollup })), ...fresh];
    },
    parts: async () => {
      const stored = [
        ...(await readParts(kept, { series, span: 'day', slots: days }, rollups)),
        ...(await readParts(kept, { series, span: 'hour', slots: hours }, rollups)),
      ];
      const fresh = open.map((hour) => ({ startMs: hour.startMs, rollup: openParts(hour) }));
      return [...stored.map(([startMs, rollup]) => ({ startMs, rollup })), ...fresh];
    },
  };
}

/** All hours of a range; a day without any, whose rollups were left out, stays a day. */
async function readHours(
  { series, range, read }: ReadSubject,
  { memory, nowMs }: Reading,
  rollups: HistoryPorts['rollups'],
): Promise<Pick<Read, 'days' | 'hours'>> {
  const toMs = Math.min(read.sinceMs, ceilTo(range.toMs, HOUR_MS));
  const ask = { series, span: 'hour', fromMs: range.fromMs, toMs, nowMs, keepMs: 0 } as const;
  const hours = await readSlots(memory.slots, ask, rollups);
  const withHours = new Set([...hours.keys()].map((startMs) => floorTo(startMs, DAY_MS)));
  const days = [...read.days].filter(([startMs]) => !withHours.has(startMs));

  return { days: new Map(days), hours };
}

interface ReadSubject {
  readonly series: SlotSeries;
  readonly range: PageRange;
  readonly read: Read;
}

function endOf(slots: ReadonlyMap<number, StoredSlots>, lengthMs: number): number | null {
  const last = [...slots.keys()].at(-1);

  return last === undefined ? null : last + lengthMs;
}

function piecesOf(slots: ReadonlyMap<number, StoredSlots>, lengthMs: number): readonly Piece[] {
  return [...slots].map(([startMs, { counts, timed, metrics }]) => ({
    startMs,
    lengthMs,
    counts,
    timed,
    metrics,
  }));
}
