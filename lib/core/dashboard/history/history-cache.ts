import type { SlotSeries } from '../../record/slot-series.ts';
import type { StoredTrends } from '../../trends/trend-ports.ts';
import type { PageRange } from '../page-frame.ts';
import type { CachedRollups, CachedSlots } from './cached-rollups.ts';
import type { OpenHour } from './open-hours.ts';
import type { CachedList, CachedRuns } from './open-runs.ts';
import type { SeriesHistory } from './series-history.ts';

/** A cache with a limited number of entries: when it is full, the least recently used one goes. */
export interface BoundedCache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): unknown;
  delete(key: string): boolean;
  /** Every entry, in any order. */
  entries(): Iterable<[string, V]>;
}

/** Cached readings of a store, by the name of the journey. One cache serves one store. */
export type HistoryCache = BoundedCache<JourneyCache>;

/** Cached readings of one journey. */
export interface JourneyCache {
  /** By region. Each reading decides by itself what is out of date and has to be read again. */
  readonly series: Map<string, SeriesCache>;
  /**
   * Replaced as a whole when there is news of the journey. A reading that began before the news
   * writes into the replaced object, where no later reader finds it.
   */
  latest: LatestReadings;
}

/** Readings that are wrong as soon as there is news of the journey. */
export interface LatestReadings {
  /** By region. */
  readonly histories: Map<string, { readonly range: PageRange; readonly history: SeriesHistory }>;
  trends: { readonly readAtMs: number; readonly stored: StoredTrends } | null;
}

/** Cached readings of a series. */
export interface SeriesCache {
  readonly slots: CachedSlots;
  readonly rollups: CachedRollups;
  runs: CachedRuns | null;
  list: CachedList | null;
  openHours: readonly OpenHour[];
}

/** Journeys in the cache: twice the largest project. A series takes about 100 kB. */
export const MAX_CACHED_JOURNEYS = 1_000;

/** The cached readings of a journey; empty ones when there are none. */
export function journeyCache(cache: HistoryCache, journey: string): JourneyCache {
  const known = cache.get(journey);
  if (known !== undefined) return known;
  const fresh = { series: new Map(), latest: noReadings() };
  cache.set(journey, fresh);

  return fresh;
}

/** The cached readings of a series; empty ones when there are none. */
export function seriesCache({ series }: JourneyCache, { region }: SlotSeries): SeriesCache {
  const known = series.get(region);
  if (known !== undefined) return known;
  const fresh = { slots: {}, rollups: new Map(), runs: null, list: null, openHours: [] };
  series.set(region, fresh);

  return fresh;
}

/** Call it on news of a journey, such as a new run: its state and its findings are read again. */
export function forgetJourney(cache: HistoryCache, journey: string): void {
  const known = cache.get(journey);
  if (known !== undefined) known.latest = noReadings();
}

function noReadings(): LatestReadings {
  return { histories: new Map(), trends: null };
}
