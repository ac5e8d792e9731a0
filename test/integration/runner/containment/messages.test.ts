import { CLEAN_RUN, twoJourneys, type TwoJourneys } from '../../../support/two-journeys.ts';

let world: TwoJourneys;

beforeAll(() => {
  world = twoJourneys();
});

afterAll(async () => world.dispose());

/** JavaScript: writes bytes into the pipe of the worker's messages, whole or not. */
const RAW = `
const fs = require('node:fs');
function raw(bytes) {
  for (let at = 0; at < bytes.length; ) {
    try { at += fs.writeSync(3, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
}
function frame(json) {
  const body = Buffer.from(json), head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}
function say(message) { raw(frame(JSON.stringify(message))); }
// The id of this attempt: the platform's own messages carry it.
async function ownId() {
  const { Socket } = require('node:net');
  const write = Socket.prototype.write;
  return new Promise((resolve) => {
    Socket.prototype.write = function (chunk, ...rest) {
      const id = /"attemptId":"([0-9a-f]+)"/.exec(String(chunk))?.[1];
      if (id) { Socket.prototype.write = write; resolve(id); }
      return write.call(this, chunk, ...rest);
    };
    step('listen', () => undefined);
  });
}
const RESULT = { outcome: 'passed', cause: null, error: null, durationMs: 1, checks: 1, steps: [], requests: [],
  vitals: null, instrument: { cold: false, nodeVersion: '1', chromiumVersion: null, browserMode: null, cpuCheckMs: null,
  eventLoopDelayMaxMs: null, memoryBytes: null, off: [] }, evidence: [], console: [], pageErrors: [], log: [], omitted: {} };
expect(1).toBe(1);
`;

describe('a message that is not valid ends its own attempt as errored', () => {
  test.each([
    { what: 'null', body: `raw(frame('null'));` },
    { what: 'a length of 4 GB', body: `raw(Buffer.from('ffffffff', 'hex'));` },
    { what: 'a frame of 9 MB', body: `raw(frame(JSON.stringify('x'.repeat(9e6))));` },
    { what: 'no JSON', body: `raw(frame('{"kind":'));` },
    { what: 'random bytes', body: `raw(require('node:crypto').randomBytes(65536));` },
    { what: 'an unknown kind', body: `say({ kind: 'eval', code: 'process.exit()' });` },
    { what: 'a prototype', body: `raw(frame('{"__proto__":{"kind":"ready"}}'));` },
    { what: 'deep nesting', body: `raw(frame('['.repeat(1e6) + ']'.repeat(1e6)));` },
    {
      what: 'a result of another form',
      body: `say({ kind: 'done', attemptId: await ownId(), result: { ...RESULT, durationMs: null }, clean: true });`,
    },
    {
      what: 'a result with a text for steps',
      body: `say({ kind: 'done', attemptId: await ownId(), result: { ...RESULT, steps: 'x' }, clean: true });`,
    },
    {
      what: 'failed without a cause',
      body: `say({ kind: 'done', attemptId: await ownId(), result: { ...RESULT, outcome: 'failed' }, clean: true });`,
    },
    {
      what: 'a body that begins twice',
      body: `say({ kind: 'progress', attemptId: await ownId(), progress: { kind: 'body-started' } });`,
    },
    {
      what: 'a flood of progress',
      body: `const id = await ownId(); const one = frame(JSON.stringify({ kind: 'progress', attemptId: id, progress: { kind: 'step-started', name: 'x', parent: null, startMs: 0, at: null } })); for (let i = 0; i < 6000; i += 1) raw(one);`,
    },
    {
      what: 'a flood of large names',
      body: `const id = await ownId(); const one = frame(JSON.stringify({ kind: 'progress', attemptId: id, progress: { kind: 'step-started', name: 'x'.repeat(30000), parent: null, startMs: 0, at: null } })); for (let i = 0; i < 500; i += 1) raw(one);`,
    },
    {
      what: 'a flood of foreign results',
      body: `const one = frame(JSON.stringify({ kind: 'done', attemptId: 'foreign', result: { ...RESULT, pageErrors: Array(200).fill('x'.repeat(30000)) }, clean: true })); for (let i = 0; i < 5; i += 1) raw(one);`,
    },
  ])('$what', async ({ body }) => {
    const result = await world.attack(`${RAW} ${body} await new Promise(() => undefined);`);

    expect(result).toMatchObject({
      outcome: 'errored',
      cause: 'monitor.crash',
      error: { message: expect.stringContaining('sent a message that is not valid') },
    });
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });
});

describe('a message for another attempt has no effect', () => {
  test('a result under an invented id', async () => {
    const result = await world.attack(
      `${RAW} say({ kind: 'done', attemptId: 'ffffffffffffffffffffffffffffffff', result: RESULT, clean: true }); throw new Error('own');`,
    );

    expect(result).toMatchObject({ outcome: 'failed', cause: 'journey.exception' });
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });

  test('a result of an earlier attempt, sent while the journey runs again', async () => {
    const body = `${RAW}
      if (globalThis.earlier) { say(globalThis.earlier); throw new Error('second'); }
      globalThis.earlier = { kind: 'done', attemptId: await ownId(), result: RESULT, clean: true };`;
    const first = await world.attack(body);
    const second = await world.attack(body);

    expect(first.outcome).toBe('passed');
    expect(second).toMatchObject({ outcome: 'failed', cause: 'journey.exception' });
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });

  test('a second result of the same attempt, and one after its end', async () => {
    const result = await world.attack(
      `${RAW} const id = await ownId();
       const late = { kind: 'done', attemptId: id, result: { ...RESULT, checks: 77 }, clean: true };
       setTimeout(() => { say(late); say(late); }, 0).unref();
       process.on('exit', () => say(late));`,
    );

    expect([1, 77]).toContain(result.checks);
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });

  test('a result that names another run, journey and region', async () => {
    const result = await world.attack(
      `${RAW} say({ kind: 'done', attemptId: await ownId(), clean: true,
        result: { ...RESULT, runId: 'neighbour-x', journey: 'neighbour', region: 'x', schema: 9 } });
       await new Promise(() => undefined);`,
    );

    expect(result).toMatchObject({ outcome: 'passed', checks: 1 });
    expect(Object.keys(result)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/runId|journey|region|schema/)]),
    );
  });
});

describe('a pipe that is misused ends its own attempt', () => {
  test.each([
    {
      what: 'half a frame, and then the end of the process',
      body: `raw(Buffer.from('00001000ff', 'hex')); process.kill(process.pid, 'SIGKILL');`,
    },
    {
      what: 'a closed pipe',
      body: `require('node:fs').closeSync(3); await new Promise(() => undefined);`,
    },
    { what: 'a pipe that is not read', body: `while (true);` },
    {
      what: 'a removed writer',
      body: `require('node:net').Socket.prototype.write = () => true; await new Promise(() => undefined);`,
    },
    { what: 'a JSON that was replaced', body: `JSON.stringify = () => '{"kind":"done"}';` },
    { what: 'a JSON that returns nothing', body: `JSON.stringify = () => undefined;` },
  ])('$what', async ({ body }) => {
    const result = await world.attack(`${RAW} ${body}`);

    expect(result.outcome).not.toBe('passed');
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });
});
