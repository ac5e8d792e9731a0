import {
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ClaimResult, RankedRecord, RecordLedger } from '../../core/ports.ts';
import { isMeasured, rankNumber } from '../../core/record/record-rank.ts';
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
 * A record may be claimed if there is none, one of at most its rank whose lease has expired, or one of lower
 * rank that is settled. A record without a rank is from an earlier version and stays. A slot can be executed
 * twice: what is settled as the runner's, or measured, gives way to its own execution only.
 */
const MAY_CLAIM = [
  'attribute_not_exists(pk)',
  '(attribute_not_exists(#measured) OR #startedAt = :startedAt) AND #rank <= :rank AND #lease <= :now',
  '(#rank <> :run OR #startedAt = :startedAt) AND #rank < :rank AND attribute_not_exists(#lease)',
]
  .map((each) => `(${each})`)
  .join(' OR ');
const RUN = rankNumber('run');

/**
 * The ledger in the table of runs. A run's item has a `rank`, `leaseUntilMs` until its metrics are
 * published, and `counted` once the metrics of any record of the run are published; `measured` once those
 * of the runner's own are. The end of a
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
        const before = await claim(backend, record, update);
        if (!entry.publishes) return { kind: 'settled' };

        return { kind: 'mine', leaseUntilMs: nowMs + LEASE_MS, ...before };
      } catch (error) {
        if (isConditionFailure(error)) return await rejectedClaim(backend, entry);
        throw error;
      }
    },
    settle: async (entry, leaseUntilMs) => await settle(backend, entry, leaseUntilMs),
  };
}

type Update = Required<
  Pick<
    UpdateItemCommandInput,
    'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  >
>;

const LEASE = 'leaseUntilMs';
const MEASURED = 'measured';

/** Sets every attribute of the record's item and leaves `counted` and `measured` as they are. */
function claimUpdate(
  { record, rank, publishes }: RankedRecord,
  nowMs: number,
  { retentionDays }: TableBackend,
): Update {
  const { pk: _pk, sk: _sk, ...attributes } = encodeRun(record, { retentionDays, rank });
  const names = Object.keys(attributes);
  const sets = names.map((name) => `#${name} = :${name}`).join(', ');
  const ends = marshall({
    ':now': nowMs,
    ':run': RUN,
    ...(publishes && { ':lease': nowMs + LEASE_MS }),
  });

  return {
    UpdateExpression: `SET ${sets}${publishes ? ', #lease = :lease' : ' REMOVE #lease'}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      '#lease': LEASE,
      '#measured': MEASURED,
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
      ...ends,
    },
  };
}

/** Stores the record; returns what was published of the run before. */
async function claim(
  { client, table, call }: TableBackend,
  record: RunRecord,
  update: Update,
): Promise<{ readonly counted: boolean; readonly measured: boolean }> {
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

  return {
    counted: old?.['counted']?.BOOL === true,
    measured: old?.[MEASURED]?.BOOL === true,
  };
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
    ProjectionExpression: '#rank, #lease, #startedAt, #measured',
    ExpressionAttributeNames: {
      '#rank': 'rank',
      '#lease': LEASE,
      '#startedAt': 'startedAt',
      '#measured': MEASURED,
    },
  });
  const { Item: item } = await call(`look up run "${record.runId}"`, (options) =>
    client.send(command, options),
  );
  // The item was there before; the next claim will show its state.
  if (item === undefined) return { kind: 'busy' };
  const old = {
    rank: Number(item['rank']?.N ?? Infinity),
    startedAt: item['startedAt']?.S,
    isLeased: item[LEASE] !== undefined,
    isMeasured: item[MEASURED]?.BOOL === true,
  };

  return { kind: isSettled(old, { record, rank: rankNumber(rank) }) ? 'settled' : 'busy' };
}

interface OldItem {
  readonly rank: number;
  readonly startedAt: string | undefined;
  readonly isLeased: boolean;
  readonly isMeasured: boolean;
}

function isSettled(
  old: OldItem,
  { record, rank }: { readonly record: RunRecord; readonly rank: number },
): boolean {
  if (old.rank > rank) return true;
  const isOfAnother = old.startedAt !== record.startedAt;
  if (old.isLeased) return old.isMeasured && isOfAnother;

  return old.rank === rank || (old.rank === RUN && isOfAnother);
}

async function settle(
  { client, table, call }: TableBackend,
  { record, rank }: Pick<RankedRecord, 'record' | 'rank'>,
  leaseUntilMs: number,
): Promise<boolean> {
  const own = isMeasured(rank);
  const command = new UpdateItemCommand({
    TableName: table,
    Key: marshall(runKey(record)),
    UpdateExpression: `SET #counted = :true${own ? ', #measured = :true' : ''} REMOVE #lease`,
    ConditionExpression: '#lease = :lease',
    ExpressionAttributeNames: {
      '#counted': 'counted',
      '#lease': LEASE,
      ...(own && { '#measured': MEASURED }),
    },
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
