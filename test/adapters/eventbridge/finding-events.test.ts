import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeFindings } from '../../../lib/adapters/eventbridge/finding-events.ts';
import type { Finding } from '../../../lib/core/trends/finding.ts';
import type { FindingEvent, FindingEvents } from '../../../lib/core/trends/trend-ports.ts';
import { findingEvent } from '../../../lib/report/format/finding-event.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { EXPLANATION, finding } from '../../support/findings.ts';

function eventOf(each: Finding): FindingEvent {
  return findingEvent(each, 'prod');
}

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
  events = eventBridgeFindings({ client, eventOf });
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

test('publish() puts an event for each finding, by whether it is resolved', async () => {
  const resolved = finding({ resolved: { at: '2026-11-24T00:40:00.000Z', code: 'not-detected' } });

  expect(await events.publish([finding(), resolved])).toEqual([null, null]);

  expect(sent().map(({ Source, DetailType }) => [Source, DetailType])).toEqual([
    ['waywiser', 'Waywiser finding opened'],
    ['waywiser', 'Waywiser finding resolved'],
  ]);
  const { terms: _, ...decomposition } = EXPLANATION.decomposition ?? { terms: [] };
  expect(JSON.parse(sent()[1]?.['Detail'] ?? '')).toEqual({
    stage: 'prod',
    text: 'the drift of duration is resolved: it is not detected any more',
    ...resolved,
    explanation: { ...EXPLANATION, decomposition },
  });
});

test('publish() makes no call when there is nothing to report', async () => {
  expect(await events.publish([])).toEqual([]);
  expect(endpoint.calls).toEqual([]);
});

test('publish() puts at most ten events into a call', async () => {
  const errors = await events.publish(Array.from({ length: 21 }, () => finding()));

  expect(errors).toEqual(Array.from({ length: 21 }, () => null));
  expect(endpoint.inputsOf('PutEvents').map((input) => entriesOf(input).length)).toEqual([
    10, 10, 1,
  ]);
});

test('publish() limits a call to 256 KB, however long names and explanations are', async () => {
  const long = 'é'.repeat(200_000);
  const carries = { ms: 1, share: 1, by: 'itself' } as const;
  const cause = { code: 'text', text: long, kind: 'step', subject: long } as const;
  const explanation = {
    ...EXPLANATION,
    regions: { sharing: Array.from({ length: 20 }, () => long), others: [] },
    causes: Array.from({ length: 50 }, () => ({ ...cause, carries, at: null, fit: 1 })),
  };

  await events.publish(Array.from({ length: 20 }, () => finding({ metric: long, explanation })));

  const sizes = endpoint
    .inputsOf('PutEvents')
    .map((input) => Buffer.byteLength(JSON.stringify(input)));
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThan(256 * 1_024);
});

test('publish() returns an error for each event that was not accepted', async () => {
  endpoint.accept = () => ({
    FailedEntryCount: 1,
    Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'try again' }],
  });

  const errors = await events.publish([finding(), finding()]);

  expect(errors.map((error) => error?.message)).toEqual([
    undefined,
    'Cannot publish a finding on EventBridge: InternalFailure try again',
  ]);
});

test.each([
  ['refused', { status: 400, type: 'AccessDeniedException' }, 'refused by the test'],
  ['not answered', 'hang', 'aborted'],
] as const)('publish() answers with errors when a call is %s', async (_, refusal, reason) => {
  endpoint.refuse = () => refusal;
  events = eventBridgeFindings({ client, eventOf, callTimeoutMs: 200 });

  const errors = await events.publish([finding(), finding()]);

  expect(errors).toHaveLength(2);
  for (const error of errors) {
    expect(error?.message).toMatch(/^Cannot publish a finding on EventBridge: /);
    expect(error?.message).toContain(reason);
  }
});
