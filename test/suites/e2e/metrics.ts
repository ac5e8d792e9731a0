import { eventually } from '../../support/eventually.ts';
import type { Observer } from './observe.ts';
import type { Series } from './slot-watch.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

/** What CloudWatch said of one series in one minute; null where it has nothing. */
export interface MetricReading {
  /** How many records were counted: the samples of `Errored`. */
  readonly records: number | null;
  readonly errored: number | null;
  readonly success: number | null;
  readonly durations: number | null;
  readonly durationMs: number | null;
}

/** Readings by series and minute. */
export interface Metrics {
  at(series: Series, slotMs: number): MetricReading;
}

type Values = ReadonlyMap<number, number>;

const QUERIES = {
  records: ['Errored', 'SampleCount'],
  errored: ['Errored', 'Sum'],
  success: ['Success', 'Sum'],
  durations: ['Duration', 'SampleCount'],
  durationMs: ['Duration', 'Average'],
} as const;
type Query = keyof typeof QUERIES;

const DEADLINE_MS = 20_000;

/** Reads the metrics of all series, once those of the last minute are there. */
export async function readMetrics(
  observer: Observer,
  all: readonly Series[],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<Metrics> {
  async function readAll(): Promise<ReadonlyMap<string, Record<Query, Values>>> {
    const read = all.map(
      async (series) => [keyOf(series), await readSeries(observer, series, range)] as const,
    );
    return new Map(await Promise.all(read));
  }
  await eventually('the last metrics are published', DEADLINE_MS, async () => {
    const read = [...(await readAll()).values()];
    return read.every(({ records }) => records.has(range.toMs - MINUTE_MS));
    // Where they do not come, the tests say so.
  }).catch(() => undefined);
  const found = await readAll();

  return { at: (series, slotMs) => readingAt(found.get(keyOf(series)), slotMs) };
}

function readingAt(values: Record<Query, Values> | undefined, slotMs: number): MetricReading {
  function value(query: Query): number | null {
    return values?.[query].get(slotMs) ?? null;
  }

  return {
    records: value('records'),
    errored: value('errored'),
    success: value('success'),
    durations: value('durations'),
    durationMs: value('durationMs'),
  };
}

async function readSeries(
  observer: Observer,
  series: Series,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<Record<Query, Values>> {
  async function read(query: Query): Promise<Values> {
    const [name, statistic] = QUERIES[query];

    return observer.metric({ name, statistic, ...series, ...range });
  }
  const [records, errored, success, durations, durationMs] = await Promise.all([
    read('records'),
    read('errored'),
    read('success'),
    read('durations'),
    read('durationMs'),
  ]);

  return { records, errored, success, durations, durationMs };
}

function keyOf({ journey, region }: Series): string {
  return `${journey} ${region}`;
}
