import { dynamoRunStore } from '../../../../lib/adapters/dynamodb/run-store.ts';
import { ensureTable } from '../../../../lib/adapters/dynamodb/table.ts';
import { runsOf, typed } from '../../../support/command-line.ts';
import { type EmbeddedTable, embeddedTable } from '../../../support/embedded-table.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';

const CONFIG = `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1' });
`;
const RECORD = runRecord({ stage: 'prod', scheduledAt: null });

let home: EmbeddedTable;
let cwd: string;

beforeAll(async () => {
  home = await embeddedTable();
  await ensureTable({ client: home.client, table: 'waywiser-prod' });
  await dynamoRunStore({ client: home.client, table: 'waywiser-prod' }).putRun(RECORD);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: home.endpoint,
    AWS_ACCESS_KEY_ID: home.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

beforeEach(() => {
  cwd = projectDir({ 'waywiser.config.ts': CONFIG });
});

afterAll(async () => {
  await home.close();
});

async function runs(...args: readonly string[]) {
  return await typed(['runs', ...args], { cwd });
}

describe('waywiser runs --deployed', () => {
  it("reads the home table of the configuration's stage with the user's credentials", async () => {
    const result = await runs('checkout', '--deployed', '--json');

    expect({ code: result.code, err: result.err }).toEqual({ code: 0, err: '' });
    expect(runsOf(result)).toEqual([RECORD]);
  });

  it('shows one run whole by the id that waywiser invoke printed', async () => {
    const result = await runs('--deployed', '--stage', 'prod', '--run', RECORD.runId);

    expect(result.code).toBe(0);
    expect(result.out).toMatch(/✓ checkout/);
  });

  it('says that the stage is not deployed, with code 3, when it has no table', async () => {
    const result = await runs('--deployed', '--stage', 'test');

    expect(result.code).toBe(3);
    expect(result.err).toContain('deploy the stage first');
  });

  it.each([
    [['--stage', 'prod'], 'expected it together with --deployed'],
    [['--deployed', '--stage', 'no/stage'], 'no/stage'],
  ])('refuses %j with code 2', async (args, words) => {
    const result = await runs(...args);

    expect(result.code).toBe(2);
    expect(result.err).toContain(words);
  });
});
