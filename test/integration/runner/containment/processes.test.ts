import { type ChildProcess, spawn } from 'node:child_process';
import { CLEAN_RUN, twoJourneys, type TwoJourneys } from '../../../support/two-journeys.ts';

let world: TwoJourneys;
let sibling: ChildProcess;

beforeAll(() => {
  world = twoJourneys();
  // A child of the runner that is not the worker's, as another worker is.
  sibling = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
});

afterAll(async () => {
  await world.dispose();
  sibling.kill('SIGKILL');
});

function pidOfSibling(): number {
  return sibling.pid ?? 0;
}

/** Reports processes as those of the worker's browser, and then never ends. */
function reporting(pids: string): string {
  return `
  const fs = require('node:fs');
  const { Socket } = require('node:net');
  const write = Socket.prototype.write;
  Socket.prototype.write = function (chunk, ...rest) {
    const id = /"attemptId":"([0-9a-f]+)"/.exec(String(chunk))?.[1];
    Socket.prototype.write = write;
    const body = Buffer.from(JSON.stringify({ kind: 'browser', attemptId: id, pids: ${pids}, mode: null }));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    fs.writeSync(3, Buffer.concat([head, body]));
    return write.call(this, chunk, ...rest);
  };
  await step('report', () => undefined);
  await new Promise(() => undefined);`;
}

describe('only processes of the worker itself are killed with it', () => {
  test.each([
    { what: 'process 1', pids: () => '[1]' },
    { what: 'the runner', pids: () => `[${process.pid}]` },
    { what: 'the parent of the runner', pids: () => `[${process.ppid}]` },
    { what: 'a child of the runner', pids: () => `[${pidOfSibling()}]` },
    { what: 'all at once', pids: () => `[0, 1, ${process.pid}, ${pidOfSibling()}]` },
    { what: 'a negative id', pids: () => `[-${pidOfSibling()}]` },
    { what: 'all processes of the user', pids: () => '[-1]' },
    { what: 'no number', pids: () => `['${pidOfSibling()}', NaN, null]` },
    { what: 'the worker itself', pids: () => '[process.pid]' },
  ])('$what', async ({ pids }) => {
    const result = await world.attack(reporting(pids()), { plan: { timeoutMs: 300 } });

    expect(result.outcome).not.toBe('passed');
    expect(sibling.exitCode ?? sibling.signalCode).toBeNull();
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });
});

/** On a machine that is busy with other tests, a worker that does not answer may be starved. */
const UNANSWERED = /^(journey\.timeout|monitor\.stalled)$/;

describe('a worker that is lost ends its own attempt', () => {
  test.each([
    { what: 'process.abort()', body: `process.abort();`, cause: 'monitor.crash' },
    {
      what: 'SIGSTOP to itself',
      body: `process.kill(process.pid, 'SIGSTOP');`,
      // Refused: a stopped worker would be the monitor's failure.
      cause: 'journey.exception',
    },
    {
      what: 'SIGSTOP to itself by the raw call, and an endless wait',
      body: `process._kill(process.pid, 19); process._kill(0, 19); await new Promise(() => undefined);`,
      cause: 'journey.timeout',
    },
    {
      what: 'process.reallyExit()',
      body: `process.reallyExit(0);`,
      cause: 'journey.exited',
    },
    {
      what: 'a replaced process.exit and an endless loop',
      body: `process.exit = () => undefined; while (true);`,
      cause: 'journey.timeout',
    },
    {
      what: 'a listener for every signal and an endless loop',
      body: `for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => undefined); while (true);`,
      cause: 'journey.timeout',
    },
    {
      what: 'a body that never ends and blocks every timer',
      body: `globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => undefined; await new Promise(() => undefined);`,
      cause: UNANSWERED,
    },
    {
      what: 'threads in endless loops',
      body: `const { Worker } = require('node:worker_threads'); for (let i = 0; i < 2; i += 1) new Worker('while (true);', { eval: true }); await new Promise(() => undefined);`,
      cause: UNANSWERED,
    },
  ])('$what', async ({ body, cause }) => {
    const result = await world.attack(body, { plan: { timeoutMs: 500 } });

    expect(result.cause).toMatch(cause);
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });
});

describe('what a journey leaves running does not run beside another', () => {
  test.each([
    { what: 'an interval', body: `setInterval(() => undefined, 10);` },
    { what: 'a chain of immediates', body: `const again = () => setImmediate(again); again();` },
    {
      what: 'a listener that throws at the next message',
      body: `process.on('message', () => { throw new Error('heard'); });`,
    },
    {
      what: 'an unreferenced timer that throws',
      body: `setTimeout(() => { throw new Error('late'); }, 50).unref();`,
    },
    {
      what: 'an unreferenced timer that ends the process',
      body: `setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1).unref();`,
    },
    {
      what: 'a thread',
      body: `new (require('node:worker_threads').Worker)('setInterval(() => 0, 10)', { eval: true }).unref();`,
    },
    {
      what: 'a server',
      body: `require('node:http').createServer().listen(0, '127.0.0.1').unref();`,
    },
  ])('$what', async ({ body }) => {
    await world.attack(`expect(1).toBe(1); ${body}`);

    const after = await world.neighbour();

    expect(after).toMatchObject(CLEAN_RUN);
  });
});
