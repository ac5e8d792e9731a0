import { HOUR_MS } from '../../../lib/core/base/time.ts';
import { dynamoWatchStore } from '../../../lib/adapters/dynamodb/watch-store.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { awsEndpoint } from '../../support/aws-endpoint.ts';
import { embeddedTable } from '../../support/embedded-table.ts';
import { functionProcess, type FunctionProcess } from '../../support/function-process.ts';
import { failingProxy, type Way, WAYS } from './failing-proxy.ts';

const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';
/** The short form lets every so many call fail. */
const EVERY = IS_WHOLE ? 1 : 61;
const SERIES = { journey: 'checkout', region: 'eu-west-1' };
const SCHEDULE = { kind: 'rate', everyMinutes: 15 } as const;
const DEADLINE_MS = 1_800_000;
/** Time in which a record may arrive: a third of an hour. */
const ARRIVAL_MS = HOUR_MS / 3;

let jobs: FunctionProcess;

beforeAll(async () => {
  const journeys = [planOf({ regions: [SERIES.region], schedule: SCHEDULE })];
  jobs = await functionProcess('jobs', { stage: 'prod', maintenance: [], journeys });
});

afterAll(async () => jobs.remove());

/** A table that watches a schedule without any record, and the function of the hourly jobs before it. */
async function world() {
  const [table, aws, proxy] = [await embeddedTable(), await awsEndpoint(), failingProxy()];
  const seenAt = new Date(Date.now() - 9 * HOUR_MS).toISOString();
  await dynamoWatchStore(table).putWatch({ ...SERIES, schedule: SCHEDULE, seenAt, endedAt: null });
  const environment = {
    WAYWISER_STAGE: 'prod',
    WAYWISER_TABLE: table.table,
    WAYWISER_HOME_REGION: 'us-east-1',
    WAYWISER_RETENTION_DAYS: '35',
    AWS_ENDPOINT_URL_DYNAMODB: await proxy.to(table.endpoint),
    AWS_ENDPOINT_URL_CLOUDWATCH: await proxy.to(aws.origin),
    AWS_ACCESS_KEY_ID: table.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  };

  return {
    proxy,
    invoke: async () => jobs.invoke({}, environment),
    missing: async () =>
      (await table.store.queryRuns({ ...SERIES, order: 'oldest-first' })).map(({ scheduledAt }) =>
        Date.parse(scheduledAt ?? ''),
      ),
    beats: () =>
      aws.inputsOf('PutMetricData').filter((input) => JSON.stringify(input).includes('Heartbeat'))
        .length,
    close: async () => {
      await Promise.all([proxy.close(), aws.close()]);
      await table.close();
    },
  };
}

async function failOnce(fault: { readonly call: number; readonly way: Way }): Promise<boolean> {
  const { proxy, invoke, missing, beats, close } = await world();
  const toMs = Date.now() - ARRIVAL_MS;
  proxy.fail(fault);
  const first = await invoke();
  const beatsOfFirst = beats();
  proxy.fail(null);
  const second = await invoke();

  // The second scan, which may be in another hour, goes back six hours.
  const fromMs = Math.floor((Date.now() - 6 * HOUR_MS) / HOUR_MS) * HOUR_MS;
  const expected = slotsBetween(SCHEDULE, SERIES, { fromMs, toMs });
  const found = (await missing()).filter((ms) => ms >= fromMs);
  expect({ ...fault, ok: second.ok, found: found.slice(0, expected.length) }).toEqual({
    ...fault,
    ok: true,
    found: expected,
  });
  // A scan that could not do everything has no heartbeat, so that its alarm starts; an answer may be lost after it.
  const isSilent = !first.ok && !fault.way.startsWith('answer-');
  expect({ ...fault, beats: isSilent ? beatsOfFirst : 0 }).toEqual({ ...fault, beats: 0 });
  await close();

  return first.ok;
}

test(
  'the hourly jobs fail aloud and lose nothing, whichever of their calls fails in whichever way',
  async () => {
    const healthy = await world();
    healthy.proxy.fail(null);
    expect((await healthy.invoke()).ok).toBe(true);
    const calls = healthy.proxy.count();
    await healthy.close();
    const numbers = Array.from({ length: calls }, (_, index) => index + 1);
    const cases = WAYS.flatMap((way) => numbers.map((call) => ({ way, call }))).filter(
      (_, index) => index % EVERY === 0,
    );
    let tolerated = 0;
    for (const fault of cases) if (await failOnce(fault)) tolerated += 1;

    process.stdout.write(
      `  ${calls} calls of the jobs, ${cases.length} faults; ${cases.length - tolerated} failed and were made up for\n`,
    );
    expect(tolerated).toBeLessThan(cases.length / 2);
  },
  DEADLINE_MS,
);
