import { PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { WatchStore } from '../../core/jobs/job-ports.ts';
import type { LateDay } from '../../core/jobs/late-days.ts';
import { lateDayKey, PARTITIONS } from '../../core/store/keys.ts';
import { CORRECTED_DAY_RETENTION_DAYS, expiryAfter } from '../../core/store/retention.ts';
import { readPartition } from './query-pages.ts';
import { type DynamoTableOptions, isConditionFailure, tableBackend } from './table-backend.ts';

/** Stores the days that have to be rolled up again. A corrected day is marked, and expires. */
export function lateDayStore(
  options: DynamoTableOptions,
): Pick<WatchStore, 'noteLate' | 'lateDays' | 'markCorrected'> {
  const { client, table, call } = tableBackend(options);

  async function put(doing: string, input: Omit<PutItemCommandInput, 'TableName'>): Promise<void> {
    const command = new PutItemCommand({ TableName: table, ...input });
    await call(doing, (callOptions) => client.send(command, callOptions));
  }

  return {
    noteLate: async (late) =>
      put(`note a late record of journey "${late.journey}" in ${late.region}`, {
        Item: marshall(itemOf(late)),
      }),
    lateDays: async () => {
      const range = { pk: PARTITIONS.late };
      const items = await readPartition(tableBackend(options), 'read late days', range);

      return items.flatMap(({ late, correctedAt }) =>
        correctedAt === undefined ? [readLate(late)] : [],
      );
    },
    markCorrected: async (late) => {
      const correctedAt = new Date().toISOString();
      const expiresAt = expiryAfter(correctedAt, CORRECTED_DAY_RETENTION_DAYS);
      try {
        await put(`mark a day of "${late.journey}" as corrected`, {
          Item: marshall({ ...itemOf(late), correctedAt, expiresAt }),
          ConditionExpression: 'notedAt = :read',
          ExpressionAttributeValues: marshall({ ':read': late.notedAt }),
        });
      } catch (error) {
        // Another record came: the next run of the jobs corrects the day again.
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}

function itemOf(late: LateDay): Record<string, unknown> {
  return {
    ...lateDayKey(late, late.day),
    late: JSON.stringify(late),
    notedAt: late.notedAt,
  };
}

/** Only this store writes such items. */
function readLate(text: unknown): LateDay {
  return JSON.parse(String(text));
}
