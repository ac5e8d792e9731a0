import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ownRank, rankNumber, type RecordRank } from '../../core/record/record-rank.ts';
import { RECORD_SCHEMA, type RunRecord } from '../../core/record/run-record.ts';
import { wellFormedRecord } from '../../core/record/well-formed-record.ts';
import { fitRecord } from '../../core/store/fit-record.ts';
import { runExpiry, runKey } from '../../core/store/keys.ts';
import { NewerItemError } from './readable-items.ts';

/** An item in the client's format. */
export type Item = Record<string, AttributeValue>;

/**
 * Encodes a record as an item. The record is one compressed JSON text: it is read back exactly
 * (DynamoDB numbers have no -0 or 1e-200, its texts no lone surrogates), and a write costs about a
 * tenth. Plain attributes next to it are for filters and for people who use the console. Throws a
 * TypeError for a number that JSON does not have.
 */
export function encodeRun(
  record: RunRecord,
  options: { readonly retentionDays: number; readonly rank?: RecordRank },
): Item {
  const fitted = fitRecord(record);
  const { schema, runId, journey, region, startedAt, outcome, cause } = fitted;

  return marshall({
    ...runKey(fitted),
    schema,
    runId,
    journey,
    region,
    startedAt,
    outcome,
    cause,
    rank: rankNumber(options.rank ?? ownRank(record)),
    record: gzipSync(toJson(fitted, `run "${runId}"`)),
    expiresAt: runExpiry(runId, options.retentionDays),
  });
}

/** Decodes an item. Throws an Error if a newer version wrote it or it is damaged. */
export function decodeRun(item: Item): RunRecord {
  const { sk, schema, record } = unmarshall(item);
  if (typeof schema === 'number' && schema > RECORD_SCHEMA) {
    throw new NewerItemError(
      `Cannot read run "${String(sk)}": it has schema ${String(schema)}; this version of waywiser reads up to ${RECORD_SCHEMA}: upgrade it`,
    );
  }
  try {
    const bytes: Uint8Array = record;

    return wellFormedRecord(JSON.parse(gunzipSync(bytes).toString('utf8')));
  } catch (error) {
    throw new Error(`Cannot read run "${String(sk)}": its item is damaged`, { cause: error });
  }
}

/**
 * A value as JSON. Throws a TypeError, which calls the value `name`, for a number that JSON does not
 * have (NaN, Infinity): it would be read back as null.
 */
export function toJson(value: object, name: string): string {
  return JSON.stringify(value, (key, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) {
      throw new TypeError(`Cannot store ${name}: ${key} is ${each}; expected a finite number`);
    }

    return each;
  });
}
