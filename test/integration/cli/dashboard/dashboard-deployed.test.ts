import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { dynamoRunStore } from '../../../../lib/adapters/dynamodb/run-store.ts';
import { ensureTable } from '../../../../lib/adapters/dynamodb/table.ts';
import { serverLinks } from '../../../../lib/site/addresses.ts';
import { type EmbeddedTable, embeddedTable } from '../../../support/embedded-table.ts';
import { eventually } from '../../../support/eventually.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';
import { ask } from '../../../support/web-request.ts';

const CONFIG = `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1', account: '123456789012' });
`;
const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('checkout', { schedule: every('5m') }, async ({ http }) => {
  await http.get('https://shop.example/');
});
`;
const RECORD = runRecord({ stage: 'prod' });

let home: EmbeddedTable;
let child: ChildProcess | null = null;

beforeAll(async () => {
  home = await embeddedTable();
  await ensureTable({ client: home.client, table: 'waywiser-prod' });
  await dynamoRunStore({ client: home.client, table: 'waywiser-prod' }).putRun(RECORD);
});

afterEach(() => {
  child?.kill('SIGKILL');
});

afterAll(async () => {
  await home.close();
});

test("waywiser dashboard --deployed shows the stage's table with the user's credentials", async () => {
  const args = ['dashboard', '--deployed', '--json', '--port', '0'];
  child = spawn(process.execPath, [path.resolve('dist/bin/waywiser.cjs'), ...args], {
    cwd: projectDir({ 'waywiser.config.ts': CONFIG, 'journeys/checkout.journey.ts': JOURNEY }),
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: home.endpoint,
      AWS_ACCESS_KEY_ID: home.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  const ended = new Promise((resolve) => child?.once('close', resolve));
  await eventually('it serves', 20_000, () => out.includes('\n'));
  const { url }: { readonly url: string } = JSON.parse(out);
  const port = Number(new URL(url).port);

  const run = await ask(port, `${serverLinks().run(RECORD)}.json`);
  const overview = await ask(port, '/overview');
  child.kill('SIGINT');

  expect(JSON.parse(run.text)).toMatchObject({ kind: 'run', source: 'deployed', record: RECORD });
  expect(overview.status).toBe(200);
  expect(overview.text).toContain('checkout');
  expect(await ended).toBe(0);
});
