import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { seriesKey } from '../../core/store/keys.ts';
import type { TableBackend } from './table-backend.ts';

/** Registers that a journey has records in a region. */
export type RegisterSeries = (journey: string, region: string) => Promise<void>;

/** Writes each series' item once in the life of the process. */
export function seriesRegistry({ client, table, call }: TableBackend): RegisterSeries {
  const registered = new Set<string>();

  return async (journey, region) => {
    const key = seriesKey(journey, region);
    if (registered.has(key.sk)) return;
    const command = new PutItemCommand({
      TableName: table,
      Item: marshall({ ...key, journey, region }),
    });
    await call(`register journey "${journey}" in ${region}`, (options) =>
      client.send(command, options),
    );
    registered.add(key.sk);
  };
}
