import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { rollupExpiry, rollupKey, rollupStart } from '../../core/rollup/rollup-keys.ts';
import {
  type Dated,
  type FactsRollup,
  type MetricRollup,
  type PartsRollup,
  type Rollup,
  ROLLUP_SCHEMA,
  type RollupItem,
  type SlotsRollup,
} from '../../core/rollup/rollup.ts';
import type { SlotSeries } from '../../core/record/slot-series.ts';
import { NewerItemError } from './readable-items.ts';

/**
 * Encodes a rollup as an item of the table. Numbers are plain attributes, which people and other
 * programs can read. Histograms are stored as bytes instead of Base64, and lists of parts and facts
 * as gzipped JSON, because writes are billed by the kilobyte.
 */
export function encodeRollup(series: SlotSeries, item: RollupItem): Record<string, AttributeValue> {
  return marshall({
    ...rollupKey(series, item),
    schema: ROLLUP_SCHEMA,
    ...attributesOf(item.rollup),
    expiresAt: rollupExpiry(item),
  });
}

/**
 * Decodes each kind of rollup from an item's attributes. Throws an Error for an item of a newer
 * version.
 */
export const DECODE_ROLLUP = {
  slots: (item: Attributes) => dated(item, slotsIn(item)),
  metric: (item: Attributes) => dated(item, metricIn(item)),
  parts: (item: Attributes) => dated(item, partsIn(item)),
  facts: (item: Attributes) => dated(item, factsIn(item)),
} as const;

/** An item's attributes as plain values. */
export type Attributes = Readonly<Record<string, unknown>>;

function attributesOf(rollup: Rollup): Attributes {
  switch (rollup.kind) {
    case 'slots': {
      const { kind: _kind, ...attributes } = rollup;

      return attributes;
    }
    case 'metric': {
      const { kind: _kind, min, max, histogram, censored, ...attributes } = rollup;

      return {
        ...attributes,
        ...(min !== null && { min }),
        ...(max !== null && { max }),
        histogram: bytesOf(histogram),
        ...(censored && { censored: { n: censored.n, histogram: bytesOf(censored.histogram) } }),
      };
    }
    case 'parts':
      return { n: rollup.n, parts: gzipSync(JSON.stringify(rollup.parts)) };
    case 'facts':
      return { n: rollup.n, facts: gzipSync(JSON.stringify(rollup.facts)) };
  }
}

function dated<R extends Rollup>(item: Attributes, rollup: R): Dated<R> {
  const { pk, sk, schema } = item;
  if (typeof schema !== 'number') throw new TypeError('the item has no schema');
  if (schema > ROLLUP_SCHEMA) {
    throw new NewerItemError(
      `Cannot read the rollup "${String(sk)}" of "${String(pk)}": it has schema ${String(schema)}; this version of waywiser reads up to ${ROLLUP_SCHEMA}: upgrade it`,
    );
  }

  return { startsAt: rollupStart(String(sk)), rollup };
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- an item's schema says what it holds */

function slotsIn(item: Attributes): SlotsRollup {
  const { counts, flaky, cold, timed, metrics, omitted, content } = item as unknown as SlotsRollup;
  if (typeof counts !== 'object' || !Array.isArray(metrics))
    throw new TypeError('it has no counts');

  return { kind: 'slots', counts, flaky, cold, timed, metrics, omitted, content };
}

type StoredMetric = Pick<MetricRollup, 'unit' | 'n' | 'sum'> & {
  readonly min?: number;
  readonly max?: number;
  readonly histogram: Uint8Array;
  readonly censored?: { readonly n: number; readonly histogram: Uint8Array };
};

function metricIn(item: Attributes): MetricRollup {
  const { unit, n, sum, min, max, histogram, censored } = item as unknown as StoredMetric;
  if (!Number.isFinite(n) || !(histogram instanceof Uint8Array)) {
    throw new TypeError('it has no histogram');
  }

  return {
    kind: 'metric',
    unit,
    n,
    sum,
    min: min ?? null,
    max: max ?? null,
    histogram: base64Of(histogram),
    censored: censored ? { n: censored.n, histogram: base64Of(censored.histogram) } : null,
  };
}

function partsIn({ n, parts }: Attributes): PartsRollup {
  return { kind: 'parts', n: Number(n), parts: unzipped(parts) as PartsRollup['parts'] };
}

function factsIn({ n, facts }: Attributes): FactsRollup {
  return { kind: 'facts', n: Number(n), facts: unzipped(facts) as FactsRollup['facts'] };
}

function unzipped(bytes: unknown): unknown {
  return JSON.parse(gunzipSync(bytes as Uint8Array).toString('utf8'));
}

/* oxlint-enable typescript/no-unsafe-type-assertion */

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
