import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localDynamoClient } from '../../lib/adapters/dynamodb/client.ts';
import { openEmbeddedStore } from '../../lib/adapters/dynamodb/embedded.ts';
import { EMBEDDED_TABLE } from '../../lib/adapters/dynamodb/store-connection.ts';
import { readStoreAddress } from '../../lib/adapters/dynamodb/store-file.ts';
import type { RunStore } from '../../lib/core/ports.ts';
import { temporaryDir } from './temporary-dir.ts';

/** The wire API of a real table on this machine, and how to be rid of it. */
export interface EmbeddedTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly store: RunStore;
  close(): Promise<void>;
}

/** Serves an empty table from a folder of its own. */
export async function embeddedTable(): Promise<EmbeddedTable> {
  const dir = await temporaryDir();
  const embedded = await openEmbeddedStore({ dir: dir.path });
  const address = await readStoreAddress(dir.path);
  if (address === null) throw new Error('the store does not say where it is');
  const client = localDynamoClient(address);

  return {
    client,
    table: EMBEDDED_TABLE,
    endpoint: address.endpoint,
    accessKeyId: address.accessKeyId,
    store: embedded.store,
    close: async () => {
      client.destroy();
      await embedded.close();
      await dir.remove();
    },
  };
}
