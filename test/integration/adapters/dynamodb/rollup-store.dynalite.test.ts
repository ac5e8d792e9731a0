import { localDynamoClient } from '../../../../lib/adapters/dynamodb/client.ts';
import { encodeRollup } from '../../../../lib/adapters/dynamodb/rollup-item.ts';
import { dynamoRollupStore } from '../../../../lib/adapters/dynamodb/rollup-store.ts';
import { hdrHistograms } from '../../../../lib/adapters/histogram/hdr-histogram.ts';
import { rollUpMetric } from '../../../../lib/core/rollup/roll-up-metric.ts';
import { rollUpRecords } from '../../../../lib/core/rollup/roll-up.ts';
import type { RollupItem } from '../../../../lib/core/rollup/rollup.ts';
import { browserRun } from '../../../support/browser-runs.ts';
import { type EmbeddedTable, embeddedTable } from '../../../support/embedded-table.ts';
import { itemBytes } from '../../../../lib/adapters/dynamodb/item-size.ts';
import { GENERATORS } from '../../../support/value-generators.ts';
import { type Meddler, type WireTap, wireTap } from '../../../support/wire-tap.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';

const codec = hdrHistograms();
const SERIES = { journey: 'browse-and-buy', region: 'ap-southeast-2' };
const NOON_MS = Date.UTC(2026, 10, 22, 12);

describe('dynamoRollupStore()', () => {
  let local: EmbeddedTable;
  const taps: WireTap[] = [];

  beforeAll(async () => {
    local = await embeddedTable();
  });

  afterAll(async () => {
    for (const tap of taps) await tap.close();
    await local.close();
  });

  async function tapped(meddle?: Meddler) {
    const tap = await wireTap(local.endpoint, meddle);
    taps.push(tap);
    const client = localDynamoClient({ endpoint: tap.endpoint, accessKeyId: local.accessKeyId });

    return { tap, store: dynamoRollupStore({ client, table: local.table }) };
  }

  it('metric() reads a year of daily values of one series by one query', async () => {
    const { tap, store } = await tapped();
    const lists = Array.from({ length: 365 }, (_, day) => heavyTail(288 + day));
    const fromMs = Date.UTC(2025, 0, 1);
    const items = lists.map((timed, day) => ({
      ...durationItem(timed),
      span: 'day' as const,
      startsAt: new Date(fromMs + day * DAY_MS).toISOString(),
    }));
    await store.put(SERIES, items);
    await store.put(
      SERIES,
      items.slice(0, 25).map((item) => ({ ...item, metric: 'step:pay' })),
    );
    const before = tap.calls.length;

    const year = await store.metric({ ...SERIES, metric: 'duration' }, 'day', {
      since: '2025-01-01T00:00:00Z',
      until: '2026-01-01T00:00:00Z',
    });

    expect(tap.calls.slice(before).map(({ operation }) => operation)).toEqual(['Query']);
    expect(year.map(({ rollup }) => p95(rollup.histogram))).toEqual(
      lists.map((list) => expect.closeTo(nearestP95(list), -1)),
    );
    const bytes = items.reduce((sum, item) => sum + itemBytes(encodeRollup(SERIES, item)), 0);
    print(`a year of daily durations: ${bytes} bytes read, of 1 MB that one query may`);
    expect(bytes).toBeLessThan(1_000_000);
  });

  it('put() writes 25 rollups in a call and retries those that a throttled table left over', async () => {
    let refused = 0;
    const { tap, store } = await tapped((operation, body) => {
      if (operation !== 'BatchWriteItem' || refused > 1) return { body, answer: (text) => text };
      refused += 1;

      return keepBack(body);
    });
    const items = Array.from({ length: 30 }, (_, index) => ({
      ...durationItem([index]),
      metric: `step:${index}`,
    }));

    await store.put(SERIES, items);

    expect(tap.calls.map(({ operation }) => operation)).toEqual(
      Array.from({ length: 4 }, () => 'BatchWriteItem'),
    );
    for (const { metric, rollup } of items) {
      const range = { since: '2026-11-22T12:00:00Z', until: '2026-11-22T13:00:00Z' };
      const read = await store.metric({ ...SERIES, metric }, 'hour', range);
      expect(read.map((each) => each.rollup)).toEqual([rollup]);
    }
  });

  it('put() rejects when the table does not accept all items after all retries', async () => {
    const { tap, store } = await tapped((operation, body) =>
      operation === 'BatchWriteItem' ? keepBack(body) : { body, answer: (text) => text },
    );
    const items = [1, 2].map((value) => ({ ...durationItem([value]), metric: `step:${value}` }));

    await expect(store.put(SERIES, items)).rejects.toThrow(
      'Cannot store rollups of "browse-and-buy" in ap-southeast-2: the table is throttled, and 1 items were not accepted after 10 tries',
    );
    expect(tap.calls).toHaveLength(10);
  });

  it('an item of an hour is at most 1 KB, for 60 runs of a journey of five steps', () => {
    for (const { name, values } of GENERATORS.filter(({ unit }) => unit === 'ms')) {
      const item = durationItem(values(60));
      const bytes = itemBytes(encodeRollup(SERIES, item));
      print(`60 durations, ${name}: ${bytes} bytes`);
      expect(bytes).toBeLessThanOrEqual(1_024);
    }
  });

  it.each([12, 60])('all items of an hour of %d browser runs are counted', (runs) => {
    const random = lcg();
    const records = Array.from({ length: runs }, (_, index) =>
      browserRun(NOON_MS + (index * 60 * MINUTE_MS) / runs, random),
    );

    const items = rollUpRecords(records, { codec, extraMetrics: ['lcp', 'step:pay', 'wait'] }).map(
      (each) => ({ ...each, span: 'hour' as const, startsAt: '2026-11-22T12:00:00.000Z' }),
    );

    const sizes = items.map((item) => ({
      name: item.metric ?? item.rollup.kind,
      bytes: itemBytes(encodeRollup(SERIES, item)),
    }));
    const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
    const units = sizes.reduce((sum, size) => sum + Math.ceil(size.bytes / 1_024), 0);
    const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 6);
    print(
      `an hour of ${runs} browser runs: ${items.length} items, ${bytes} bytes, ${units} write units; largest: ${largest.map((size) => `${size.name} ${size.bytes}`).join(', ')}`,
    );
    expect(sizes.find(({ name }) => name === 'duration')?.bytes).toBeLessThanOrEqual(1_024);
    expect(items).toHaveLength(34);
    expect(units).toBeLessThanOrEqual(37);
  });
});

/** Answers as a throttled table does: the last item of a call was not taken. */
function keepBack(body: string): ReturnType<Meddler> {
  const asked: { RequestItems: Record<string, unknown[]> } = JSON.parse(body);
  const [table = '', requests = []] = Object.entries(asked.RequestItems)[0] ?? [];
  const left = { [table]: requests.slice(-1) };
  const taken = requests.slice(0, -1);
  const passed = { ...asked, RequestItems: { [table]: taken.length > 0 ? taken : requests } };

  return {
    body: JSON.stringify(passed),
    answer: (text) => JSON.stringify({ ...JSON.parse(text), UnprocessedItems: left }),
  };
}

function durationItem(timed: readonly number[]): RollupItem & { readonly metric: string } {
  return {
    span: 'hour',
    startsAt: '2026-11-22T12:00:00.000Z',
    metric: 'duration',
    rollup: rollUpMetric({ metric: 'duration', timed, censored: [] }, codec),
  };
}

function heavyTail(size: number): readonly number[] {
  return GENERATORS.find(({ name }) => name.startsWith('log-normal'))?.values(size) ?? [];
}

/** The middle of the bucket that holds the value of nearest rank. */
function p95(histogram: string): number {
  const buckets = codec.read(histogram, 'ms');
  let left = Math.ceil(0.95 * buckets.reduce((sum, { count }) => sum + count, 0));
  for (const { from, to, count } of buckets) {
    left -= count;
    if (left <= 0) return (from + to) / 2;
  }

  throw new RangeError('Cannot find the 95th percentile');
}

function nearestP95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);

  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN;
}

function lcg(): () => number {
  let state = 7;

  return () => {
    state = (state * 48_271) % 2_147_483_647;

    return state / 2_147_483_647;
  };
}

/** Sizes are part of what this file shows. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
