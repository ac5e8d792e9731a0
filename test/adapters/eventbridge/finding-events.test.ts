import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeFindings } from '../../../lib/adapters/eventbridge/finding-events.ts';
import type { FindingEvents } from '../../../lib/core/trends/trend-ports.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { EXPLANATION, finding } from '../../support/findings.ts';

let endpoint: AwsEndpoint;
let client: EventBridgeClient;
let events: FindingEvents;

beforeEach(async () => {
  endpoint = await awsEndpoint();
  client = new EventBridgeClient({
    region: 'eu-west-1',
    endpoint: endpoint.origin,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  events = eventBridgeFindings({ client, stage: 'prod' });
  endpoint.accept = ({ input }) => ({
    FailedEntryCount: 0,
    Entries: entriesOf(input).map((_, index) => ({ EventId: String(index) })),
  });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

function entriesOf(input: Readonly<Record<string, unknown>>): readonly Record<string, string>[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as PutEvents takes them
  return input['Entries'] as readonly Record<string, string>[];
}

function sent(): readonly Record<string, string>[] {
  return endpoint.inputsOf('PutEvents').flatMap(entriesOf);
}

test('tell() puts an event for each finding, by whether it has ended', async () => {
  const ended = finding({ ended: { at: '2026-11-24T00:40:00.000Z', reason: 'it is gone' } });

  expect(await events.tell([finding(), ended])).toEqual([null, null]);

  expect(sent().map(({ Source, DetailType }) => [Source, DetailType])).toEqual([
    ['waywiser', 'Waywiser finding opened'],
    ['waywiser', 'Waywiser finding ended'],
  ]);
  const { terms: _, ...decomposition } = EXPLANATION.decomposition ?? { terms: [] };
  expect(JSON.parse(sent()[1]?.['Detail'] ?? '')).toEqual({
    stage: 'prod',
    ...ended,
    explanation: { ...EXPLANATION, decomposition },
  });
});

test('tell() makes no call when there is nothing to tell', async () => {
  expect(await events.tell([])).toEqual([]);
  expect(endpoint.calls).toEqual([]);
});

test('tell() puts at most ten events into a call', async () => {
  const errors = await events.tell(Array.from({ length: 21 }, () => finding()));

  expect(errors).toEqual(Array.from({ length: 21 }, () => null));
  expect(endpoint.inputsOf('PutEvents').map((input) => entriesOf(input).length)).toEqual([
    10, 10, 1,
  ]);
});

test('tell() keeps a call below 256 KB, however long names and explanations are', async () => {
  const long = 'é'.repeat(200_000);
  const cause = { kind: 'step', subject: long, before: long, after: long, words: long } as const;
  const explanation = {
    ...EXPLANATION,
    regions: { sharing: Array.from({ length: 20 }, () => long), others: [] },
    causes: Array.from({ length: 50 }, () => ({ ...cause, carriesMs: 1, at: null, fit: 1 })),
  };

  await events.tell(Array.from({ length: 20 }, () => finding({ metric: long, explanation })));

  const sizes = endpoint
    .inputsOf('PutEvents')
    .map((input) => Buffer.byteLength(JSON.stringify(input)));
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThan(256 * 1_024);
});

test('tell() says which events were not taken, and why', async () => {
  endpoint.accept = () => ({
    FailedEntryCount: 1,
    Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'try again' }],
  });

  const errors = await events.tell([finding(), finding()]);

  expect(errors.map((error) => error?.message)).toEqual([
    undefined,
    'Cannot tell EventBridge of a finding: InternalFailure try again',
  ]);
});

test.each([
  ['refused', { status: 400, type: 'AccessDeniedException' }, 'refused by the test'],
  ['not answered', 'hang', 'aborted'],
] as const)('tell() answers with errors when a call is %s', async (_, refusal, reason) => {
  endpoint.refuse = () => refusal;
  events = eventBridgeFindings({ client, stage: 'prod', callTimeoutMs: 200 });

  const errors = await events.tell([finding(), finding()]);

  expect(errors).toHaveLength(2);
  for (const error of errors) {
    expect(error?.message).toMatch(/^Cannot tell EventBridge of a finding: /);
    expect(error?.message).toContain(reason);
  }
});
