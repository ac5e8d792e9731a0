import {
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ClaimResult, RankedRecord, RecordLedger } from '../../core/ports.ts';
import { rankNumber } from '../../core/record/record-rank.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { LEASE_MS } from '../../core/deploy/platform-functions.ts';
import { runKey } from '../../core/store/keys.ts';
import { encodeRun } from './item-codec.ts';
import { seriesRegistry } from './series-registry.ts';
import {
  type DynamoTableOptions,
  isConditionFailure,
  tableBackend,
  type TableBackend,
} from './table-backend.ts';

/**
 * A record may be claimed if there is none, one of lower rank that is not being published, or one
 * of the same rank whose lease has expired. A record without a rank is from an earlier version and
 * stays.
 */
const MAY_CLAIM =
  'attribute_not_exists(pk) OR (#rank < :rank AND (attribute_not_exists(#lease) OR #lease <= :now)) OR (#rank = :rank AND #lease <= :now)';

/**
 * The ledger in the table of runs. A run's item has a `rank`, `leaseUntilMs` until its metrics are
 * published, and `counted` once the metrics of any record of the run are published. The end of a
 * lease identifies it, because each lease of a run begins after the previous one has ended.
 */
export function dynamoRecordLedger(options: DynamoTableOptions): RecordLedger {
  const backend = tableBackend(options);
  const register = seriesRegistry(backend);

  return {
    claim: async (entry, nowMs) => {
      const { record } = entry;
      // Encoded before any call: a record that cannot be stored must not be claimed.
      const update = claimUpdate(entry, nowMs, backend);
      await register(record.journey, record.region);
      try {
        const counted = await claim(backend, record, update);
        if (!entry.publishes) return { kind: 'settled' };

        return { kind: 'mine', leaseUntilMs: nowMs + LEASE_MS, counted };
      } catch (error) {
        if (isConditionFailure(error)) return await rejectedClaim(backend, entry);
        throw error;
      }
    },
    settle: async (record, leaseUntilMs) => await settle(backend, record, leaseUntilMs),
  };
}

type Update = Required<
  Pick<
    UpdateItemCommandInput,
    'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  >
>;

const LEASE = 'leaseUntilMs';

/** Sets every attribute of the record's item and leaves `counted` as it is. */
function claimUpdate(
  { record, rank, publishes }: RankedRecord,
  nowMs: number,
  { retentionDays }: TableBackend,
): Update {
  const { pk: _pk, sk: _sk, ...attributes } = encodeRun(record, { retentionDays, rank });
  const names = Object.keys(attributes);
  const sets = names.map((name) => `#${name} = :${name}`).join(', ');
  const ends = marshall({ ':now': nowMs, ...(publishes && { ':lease': nowMs + LEASE_MS }) });

  return {
    UpdateExpression: `SET ${sets}${publishes ? ', #lease = :lease' : ' REMOVE #lease'}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      '#lease': LEASE,
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
      ...ends,
    },
  };
}

/** Stores the record; returns whether another record of the run was counted before. */
async function claim(
  { client, table, call }: TableBackend,
  record: RunRecord,
  update: Update,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: table,
    Key: marshall(runKey(record)),
    ConditionExpression: MAY_CLAIM,
    ...update,
    ReturnValues: 'ALL_OLD',
  });
  const { Attributes: old } = await call(`claim run "${record.runId}"`, (options) =>
    client.send(command, options),
  );

  return old?.['counted']?.BOOL === true;
}

/** Why a claim was rejected, by the item's state shortly afterwards. */
async function rejectedClaim(
  { client, table, call }: TableBackend,
  { record, rank }: RankedRecord,
): Promise<ClaimResult> {
  const command = new GetItemCommand({
    TableName: table,
    Key: marshall(runKey(record)),
    ConsistentRead: true,
    ProjectionExpression: '#rank, #lease',
    ExpressionAttributeNames: { '#rank': 'rank', '#lease': LEASE },
  });
  const { Item: item } = await call(`look up run "${record.runId}"`, (options) =>
    client.send(command, options),
  );
  // The item was there before; the next claim will show its state.
  if (item === undefined) return { kind: 'busy' };
  const held = Number(item['rank']?.N ?? Infinity);
  const wanted = rankNumber(rank);
  const isSettled = held > wanted || (held === wanted && item[LEASE] === undefined);

  return { kind: isSettled ? 'settled' : 'busy' };
}

async function settle(
  { client, table, call }: TableBackend,
  record: RunRecord,
  leaseUntilMs: number,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: table,
    Key: marshall(runKey(record)),
    UpdateExpression: 'SET #counted = :true REMOVE #lease',
    ConditionExpression: '#lease = :lease',
    ExpressionAttributeNames: { '#counted': 'counted', '#lease': LEASE },
    ExpressionAttributeValues: marshall({ ':true': true, ':lease': leaseUntilMs }),
  });
  try {
    await call(`settle run "${record.runId}"`, (options) => client.send(command, options));

    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
