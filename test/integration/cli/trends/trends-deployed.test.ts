import { hdrHistograms } from '../../../../lib/adapters/histogram/hdr-histogram.ts';
import { dynamoAnnotationStore } from '../../../../lib/adapters/dynamodb/annotation-store.ts';
import { dynamoRollupStore } from '../../../../lib/adapters/dynamodb/rollup-store.ts';
import { dynamoRunStore } from '../../../../lib/adapters/dynamodb/run-store.ts';
import { ensureTable } from '../../../../lib/adapters/dynamodb/table.ts';
import { rollUpSeries } from '../../../../lib/core/rollup/roll-up-series.ts';
import { type CommandResult, waywiser } from '../../../support/command-line.ts';
import { type EmbeddedTable, embeddedTable } from '../../../support/embedded-table.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { historyRecords } from '../../../support/trend-history.ts';
import { DAY_MS } from '../../../../lib/core/base/time.ts';

const CONFIG = `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1' });
`;
const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('checkout', { schedule: every('3h'), regions: ['eu-west-1'] }, async ({ http }) => {
  await http.get('https://shop.example/');
});
`;
const TODAY_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;

let home: EmbeddedTable;
let cwd: string;

beforeAll(async () => {
  home = await embeddedTable();
  const there = { client: home.client, table: 'waywiser-prod' };
  await ensureTable(there);
  const history = {
    journey: 'checkout',
    region: 'eu-west-1',
    fromMs: TODAY_MS - 3 * DAY_MS,
    toMs: TODAY_MS,
    step: 'pay',
    msAt: () => 200,
  };
  const records = historyRecords(history);
  for (const record of records) await dynamoRunStore(there).putRun(record);
  await rollUpSeries(
    history,
    { records, window: history, extraMetrics: [] },
    { rollups: dynamoRollupStore(there), histograms: hdrHistograms() },
  );
  cwd = projectDir({ 'waywiser.config.ts': CONFIG, 'journeys/checkout.journey.ts': JOURNEY });
});

afterAll(async () => {
  await home.close();
});

async function call(...args: readonly string[]): Promise<CommandResult> {
  return await waywiser([...args], {
    cwd,
    env: {
      AWS_ENDPOINT_URL: home.endpoint,
      AWS_ACCESS_KEY_ID: home.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
}

describe('the deployed stage', () => {
  it("waywiser trends --deployed reads the home table with the user's credentials", async () => {
    const { code, err, out } = await call('trends', 'checkout', '--deployed', '--json');

    expect([code, err]).toEqual([0, '']);
    const document = JSON.parse(out);
    expect(document.stage).toBe('prod');
    expect(document.journeys[0].timedRuns).toEqual({ 'eu-west-1': 24 });
    expect(document.journeys[0].series[0]).toMatchObject({
      region: 'eu-west-1',
      metric: 'duration',
      conclusion: { tone: 'unknown', kind: 'insufficient-data' },
      drift: { kind: 'insufficient-data', moreDays: 18 },
    });
  });

  it('waywiser note --deployed keeps a note in the home table', async () => {
    const kept = await call('note', 'v2 deployed', '--deploy', '--deployed', '--at', '1h');

    expect([kept.code, kept.err]).toEqual([0, '']);
    const notes = dynamoAnnotationStore({
      client: home.client,
      table: 'waywiser-prod',
    });
    const range = {
      since: new Date(TODAY_MS - DAY_MS).toISOString(),
      until: '2999-01-01T00:00:00Z',
    };
    expect(await notes.annotationsOf('checkout', range)).toMatchObject([
      { journey: '*', text: 'v2 deployed', kind: 'deploy' },
    ]);
    expect((await call('note', '--deployed', '--stage', 'prod')).out).toContain('v2 deployed');
  });

  it('waywiser compare --deployed compares what is stored there, and ends with the code of the gate', async () => {
    // Whole days: lengths of time before now would hold fewer runs the later it is.
    const [from, middle, to] = [3, 1.5, 0].map((days) =>
      new Date(TODAY_MS - days * DAY_MS).toISOString(),
    );
    const sides = ['--a', `${from}..${middle}`, '--b', `${middle}..${to}`];
    const result = await call('compare', ...sides, '--deployed', '--max-regression', '50');

    expect(result.code).toBe(0);
    expect(result.out).toContain('checkout  eu-west-1');
    expect(result.out).toContain(
      'No regression detected: B is not significantly worse than A by more than 50%.',
    );
  });

  it.each([
    ['trends', '--deployed', '--stage', 'test'],
    ['note', 'x', '--deployed', '--stage', 'test'],
    ['compare', '--a', '2d..1d', '--b', '1d', '--deployed', '--stage', 'test'],
  ])('waywiser %s says that the stage is not deployed, with code 3', async (...args) => {
    const result = await call(...args);

    expect(result.code).toBe(3);
    expect(result.err).toContain('deploy the stage first');
  });
});

test('waywiser compare exits 2 without its two sides', async () => {
  const result = await call('compare', '--a', '24h');

  expect(result.code).toBe(2);
  expect(result.err).toContain("required option '--b <side>' not specified");
});
