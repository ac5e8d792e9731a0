import { seriesId, type SlotSeries } from '../../record/slot-series.ts';
import type { Finding } from '../../trends/finding.ts';
import type { AnalysisSummary } from '../../trends/analysis-summary.ts';
import type { DashboardPorts } from '../dashboard-ports.ts';
import type { KeptRollups } from './cached-rollups.ts';
import type { KeptSlots } from './cached-slots.ts';
import type { KeptList } from './listed-runs.ts';
import type { OpenHour } from './open-hours.ts';
import type { KeptRuns } from './open-runs.ts';
import type { PageRange } from '../page-frame.ts';
import type { RunDigest } from './run-digest.ts';
import type { SeriesHistory } from './series-history.ts';

/** What was read of a series, for as long as it is good. */
export interface SeriesMemory {
  readonly slots: KeptSlots;
  readonly rollups: KeptRollups;
  runs: KeptRuns | null;
  openHours: readonly OpenHour[];
  /** The newest run of before those; undefined: nobody has looked. */
  newestBefore: { readonly untilMs: number; readonly digest: RunDigest | null } | undefined;
  /** The newest runs of hours that were rolled up. */
  older: KeptList | null;
  /** The whole, as a page last had it. */
  history: { readonly range: PageRange; readonly history: SeriesHistory } | null;
}

/** What was read of a journey's trends. */
export interface JourneyTrends {
  readonly readAtMs: number;
  /** Those that have ended, too. */
  readonly findings: readonly Finding[];
  /** Null: nobody has looked for any. */
  readonly look: AnalysisSummary | null;
}

/** What was read of a history, for as long as the process lives. */
export interface DashboardMemory {
  readonly series: Map<string, SeriesMemory>;
  readonly trends: Map<string, JourneyTrends>;
  /** How often each journey was forgotten: what was asked for before is not kept. */
  readonly forgotten: Map<string, number>;
}

/** Series that are remembered: those of the largest project, twice. About 100 kB each. */
const MAX_SERIES = 2_000;

const MEMORIES = new WeakMap<DashboardPorts['rollups'], DashboardMemory>();

/** The memory of a store's readers: the same for the same store. */
export function memoryOf({ rollups }: Pick<DashboardPorts, 'rollups'>): DashboardMemory {
  const known = MEMORIES.get(rollups);
  if (known !== undefined) return known;
  const memory = { series: new Map(), trends: new Map(), forgotten: new Map() };
  MEMORIES.set(rollups, memory);

  return memory;
}

/** What is remembered of a series; those that nobody has asked for the longest are forgotten. */
export function memoryOfSeries({ series: all }: DashboardMemory, series: SlotSeries): SeriesMemory {
  const key = seriesId(series);
  const own = all.get(key) ?? {
    slots: {},
    rollups: new Map(),
    runs: null,
    openHours: [],
    newestBefore: undefined,
    older: null,
    history: null,
  };
  // Once more, behind all others: a map keeps the order in which it was filled.
  all.delete(key);
  all.set(key, own);
  const [oldest] = all.keys();
  if (all.size > MAX_SERIES && oldest !== undefined) all.delete(oldest);

  return own;
}

/** Something happened to a journey: how it stands is read anew, and what was found of it. */
export function forgetJourney({ rollups }: Pick<DashboardPorts, 'rollups'>, journey: string): void {
  const { series, trends, forgotten } = memoryOf({ rollups });
  forgotten.set(journey, (forgotten.get(journey) ?? 0) + 1);
  trends.delete(journey);
  for (const [key, own] of series) {
    const [name]: readonly string[] = JSON.parse(key);
    if (name === journey) own.history = null;
  }
}

/** Whether a journey was not forgotten since: what is read meanwhile may be kept. Ask before reading. */
export function stillKnown({ forgotten }: DashboardMemory, journey: string): () => boolean {
  const before = forgotten.get(journey);

  return () => forgotten.get(journey) === before;
}
