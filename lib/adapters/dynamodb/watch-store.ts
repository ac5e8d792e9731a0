import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { LAST_SCAN_KEY, PARTITIONS, watchKey } from '../../core/store/keys.ts';
import { ENDED_SERIES_RETENTION_DAYS, expiryAfter } from '../../core/store/retention.ts';
import { lateDayStore } from './late-day-store.ts';
import type { WatchStore } from '../../core/jobs/job-ports.ts';
import type { Watch } from '../../core/jobs/watch.ts';
import { readPartition } from './query-pages.ts';
import { readableItems } from './readable-items.ts';
import { type DynamoTableOptions, tableBackend } from './table-backend.ts';

/** Stores the watched series and the end of the last scan in the table of runs. */
export function dynamoWatchStore(options: DynamoTableOptions): WatchStore {
  const { client, table, call, onUnreadable } = tableBackend(options);

  async function put(doing: string, item: Record<string, unknown>): Promise<void> {
    const command = new PutItemCommand({ TableName: table, Item: marshall(item) });
    await call(doing, (callOptions) => client.send(command, callOptions));
  }

  return {
    listWatches: async () => {
      const range = { pk: PARTITIONS.watch };
      const items = await readPartition(tableBackend(options), 'read what is watched', range);

      return readableItems(items, ({ watch }) => readWatch(watch), onUnreadable);
    },
    putWatch: async (watch) => {
      const ended =
        watch.endedAt === null ? null : expiryAfter(watch.endedAt, ENDED_SERIES_RETENTION_DAYS);
      await put(`watch journey "${watch.journey}" in ${watch.region}`, {
        ...watchKey(watch),
        watch: JSON.stringify(watch),
        ...(ended !== null && { expiresAt: ended }),
      });
    },
    lastScan: async () => {
      const command = new GetItemCommand({
        TableName: table,
        Key: marshall(LAST_SCAN_KEY),
        ConsistentRead: true,
      });
      const { Item: item } = await call('read the end of the last scan', (callOptions) =>
        client.send(command, callOptions),
      );

      return item === undefined ? null : String(unmarshall(item)['lookedTo']);
    },
    putLastScan: async (lookedTo) =>
      put('store the end of the last scan', { ...LAST_SCAN_KEY, lookedTo }),
    ...lateDayStore(options),
  };
}

/** Only this store writes such items. */
function readWatch(text: unknown): Watch {
  return JSON.parse(String(text));
}
