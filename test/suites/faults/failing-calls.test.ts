import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { LEASE_MS } from '../../../lib/core/deploy/platform-functions.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { type EmbeddedTable, embeddedTable } from '../../support/embedded-table.ts';
import { eventually } from '../../support/eventually.ts';
import { queueMessageOf, runMessage } from '../../support/queue-messages.ts';
import {
  eventOf,
  loadRecorder,
  type RecorderHandler,
  recentRun,
  zip,
} from '../../support/recorder-function.ts';
import { failingProxy, type FailingProxy, type Way, WAYS } from './failing-proxy.ts';

const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';
/** The short form lets every fifth call fail. */
const EVERY = IS_WHOLE ? 1 : 5;
const MINUTES = [0, 5, 10];
const DEADLINE_MS = 900_000;

let table: EmbeddedTable;
let aws: AwsEndpoint;
let proxy: FailingProxy;
let recorder: RecorderHandler;

beforeAll(async () => {
  table = await embeddedTable();
  aws = await awsEndpoint();
  proxy = failingProxy();
  const [origin, endpoint] = await Promise.all([proxy.to(aws.origin), proxy.to(table.endpoint)]);
  muteLog();
  recorder = await loadRecorder({ aws: { origin }, table: { ...table, endpoint } });
});

/** The function's log has some lines for every fault. */
function muteLog(): void {
  const write = process.stdout.write.bind(process.stdout);
  jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => String(text).startsWith('{"level"') || write(text));
}

afterAll(async () => {
  jest.restoreAllMocks();
  await proxy.close();
  await aws.close();
  await table.close();
});

/** Three runs, and a message that is no record. */
function batchOf(runs: readonly RunRecord[]): SQSEvent {
  const messages = runs.map((run) => runMessage(run, { zip }));

  return eventOf([...messages, queueMessageOf(`${runs[0]?.journey}: not a record`)]);
}

/** Made once: their slots are in the last hour. */
function runsOf(journey: string): readonly RunRecord[] {
  return MINUTES.map((minute) => recentRun(journey, minute));
}

/** Calls the recorder as Lambda does; returns what the queue delivers again. */
async function deliver(records: readonly SQSRecord[]): Promise<readonly SQSRecord[]> {
  try {
    const { batchItemFailures } = await recorder({ Records: [...records] });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));

    return records.filter(({ messageId }) => failed.has(messageId));
  } catch {
    return records;
  }
}

/** How many samples of a journey were published of a metric. */
function samplesOf(journey: string, name: string): number {
  return aws
    .inputsOf('PutMetricData')
    .flatMap(({ MetricData }) => (Array.isArray(MetricData) ? MetricData : []))
    .filter((datum) => datum.MetricName === name && JSON.stringify(datum).includes(`"${journey}"`))
    .reduce((sum, { Counts, Values }) => sum + countOf(Counts ?? Values.map(() => 1)), 0);
}

function countOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

async function storedIds(journey: string): Promise<readonly string[]> {
  const runs = await table.store.queryRuns({ journey, region: 'eu-west-1', order: 'oldest-first' });

  return runs.map(({ runId }) => runId);
}

/** Messages about a journey in the queue of unreadable ones. */
function unreadableOf(journey: string): number {
  return aws.calls.filter(
    ({ action, input }) =>
      action.startsWith('SendMessage') &&
      JSON.stringify(input).includes(`${journey}: not a record`),
  ).length;
}

test(
  'the recorder loses nothing, whichever of its calls fails in whichever way',
  async () => {
    proxy.fail(null);
    expect(await deliver(batchOf(runsOf('healthy')).Records)).toEqual([]);
    const calls = proxy.count();
    const numbers = Array.from({ length: calls }, (_, index) => index + 1);
    const cases = WAYS.flatMap((way) => numbers.map((call) => ({ way, call }))).filter(
      (_, index) => index % EVERY === 0,
    );
    const left = new Map<string, readonly SQSRecord[]>();
    const sent = new Map<string, readonly RunRecord[]>();
    for (const fault of cases) {
      const journey = nameOf(fault);
      const runs = runsOf(journey);
      sent.set(journey, runs);
      proxy.fail(fault);
      left.set(journey, await deliver(batchOf(runs).Records));
    }

    // As the queue does, again and again, after the lease of the recorder that failed.
    proxy.fail(null);
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + LEASE_MS);
    const again = [...left.values()].filter((records) => records.length > 0).length;
    await eventually('every message is recorded', DEADLINE_MS / 2, async () => {
      for (const [journey, records] of left) left.set(journey, await deliver(records));

      return [...left.values()].flat().length === 0;
    });

    const names = cases.map(nameOf);
    process.stdout.write(
      `  ${calls} calls of a batch, ${cases.length} faults; ${again} batches were delivered again\n`,
    );
    expect(again).toBeGreaterThan(0);
    for (const [journey, runs] of sent) {
      const expected = runs.map(({ runId }) => runId);
      expect({ journey, ids: await storedIds(journey) }).toEqual({ journey, ids: expected });
    }
    const counted = names.map((journey) => samplesOf(journey, 'Success'));
    expect(Math.min(...counted)).toBe(MINUTES.length);
    // Published twice only where the answer of CloudWatch was lost.
    const twice = names.filter((journey) => samplesOf(journey, 'Success') > MINUTES.length);
    expect(twice.filter((journey) => !journey.startsWith('answer-'))).toEqual([]);
    expect(names.filter((journey) => unreadableOf(journey) === 0)).toEqual([]);
  },
  DEADLINE_MS,
);

function nameOf({ way, call }: { readonly way: Way; readonly call: number }): string {
  return `${way}-${call}`;
}
