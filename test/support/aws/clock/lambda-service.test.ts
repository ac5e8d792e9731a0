import { agenda } from './agenda.ts';
import { chances } from './chance.ts';
import { EventSource } from './event-source.ts';
import { faultsOf } from './faults.ts';
import type { FunctionSpec } from './function-spec.ts';
import { LambdaService } from './lambda-service.ts';
import { SimulatedQueue } from './simulated-queue.ts';

const REGION = 'eu-west-1';
const RUNNER = { region: REGION, name: 'runner' };

/** Functions that share so much concurrency, and the queue of their failures. */
function world(concurrency: number) {
  const clock = agenda(0);
  const faults = faultsOf([], clock.nowMs);
  const spec = {
    region: REGION,
    name: 'failures',
    visibilityMs: 30_000,
    retentionMs: 1e9,
    redrive: null,
  };
  const queue = new SimulatedQueue(spec, { agenda: clock, faults });
  const lambda = new LambdaService({
    agenda: clock,
    faults,
    chance: chances(1, 'shortest'),
    queues: new Map([[`${REGION} failures`, queue]]),
    native: { lambda: () => {} },
    concurrencyOf: () => concurrency,
  });

  return { clock, faults, queue, lambda };
}

function functionOf(changes: Partial<FunctionSpec> = {}): FunctionSpec {
  return {
    ...RUNNER,
    memoryMb: 1_024,
    timeoutMs: 300_000,
    reserved: null,
    events: { maxAgeMs: 60_000, retries: 0, onFailure: 'failures' },
    initMs: [0, 0],
    code: async () => ({ durationMs: 10_000, effects: [], error: null }),
    ...changes,
  };
}

function conditionsIn(queue: SimulatedQueue): readonly unknown[] {
  return queue.receive(100).map(({ body }) => JSON.parse(body).requestContext.condition);
}

test('LambdaService tries a throttled event again, ever later, until it is too old', async () => {
  const starts: number[] = [];
  const { clock, queue, lambda } = world(1);
  lambda.put(
    functionOf({
      code: async (_, { startMs }) => {
        starts.push(startMs / 1_000);

        return { durationMs: 28_000, effects: [], error: null };
      },
    }),
  );
  for (let event = 0; event < 4; event += 1) lambda.invokeLater(RUNNER, '{"journey":"a"}');

  await clock.runUntil(200_000);

  // Tried again after 1, 3, 7, 15, 31 and 63 seconds: at 31 one starts, and for the others it is too late.
  expect(starts).toEqual([0, 31]);
  expect(conditionsIn(queue)).toEqual(['EventAgeExceeded', 'EventAgeExceeded']);
  expect(lambda.totals.get(`${REGION} runner`)).toMatchObject({
    invocations: 2,
    dropped: 2,
    peak: 1,
  });
});

test('LambdaService ends an execution at its time limit, without what it wanted to do later', async () => {
  const { clock, queue, lambda } = world(10);
  const sent: string[] = [];
  const effects = [
    { afterMs: 1_000, happen: () => void sent.push('early') },
    { afterMs: 20_000, happen: () => void sent.push('late') },
  ];
  lambda.put(
    functionOf({
      timeoutMs: 5_000,
      code: async () => ({ durationMs: 21_000, effects, error: null }),
    }),
  );
  lambda.invokeLater(RUNNER, '{"journey":"a"}');

  await clock.runUntil(60_000);

  expect(sent).toEqual(['early']);
  expect(conditionsIn(queue)).toEqual(['RetriesExhausted']);
});

test('LambdaService keeps reserved concurrency for its function', async () => {
  const { clock, lambda } = world(3);
  const recorder = functionOf({ name: 'recorder', reserved: 1 });
  lambda.put(functionOf());
  lambda.put(recorder);
  const results: string[] = [];
  lambda.invokeNow(recorder, {}, ({ kind }) => results.push(kind));
  for (let run = 0; run < 3; run += 1)
    lambda.invokeNow(RUNNER, {}, ({ kind }) => results.push(kind));

  await clock.runUntil(20_000);

  expect(results).toEqual(['throttled', 'done', 'done', 'done']);
});

test('EventSource runs so many batches at once, and leaves messages that were not done in the queue', async () => {
  const { clock, faults, queue, lambda } = world(10);
  const batches: number[] = [];
  lambda.put(
    functionOf({
      code: async (event) => {
        const ids = Array.isArray(event) ? event.map(({ id }) => id) : [];
        batches.push(ids.length);

        return { durationMs: 10_000, effects: [], error: null, answer: ids.slice(0, 1) };
      },
    }),
  );
  const spec = { batchSize: 4, windowMs: 5_000, maxConcurrency: 2 };
  const source = new EventSource(spec, { agenda: clock, faults, lambda, queue, target: RUNNER });
  for (let sent = 0; sent < 10; sent += 1) queue.send('x');

  await clock.runUntil(31_000);

  expect(batches).toEqual([4, 4, 2]);
  expect(source.maxBatch).toBe(4);
  expect(queue.held()).toBe(3);
  expect(queue.oldestAgeMs()).toBe(31_000);
  await clock.runUntil(60_000);
  // Visible again 30 seconds after they were received.
  expect(batches.slice(3)).toEqual([2, 1]);
});
