import type { AttemptResult } from '../../../../lib/core/journey/attempt.ts';
import { CLEAN_RUN, twoJourneys, type TwoJourneys } from '../../../support/two-journeys.ts';

let world: TwoJourneys;

beforeAll(() => {
  world = twoJourneys();
});

afterAll(async () => world.dispose());

function pidIn({ log }: AttemptResult): string | undefined {
  return log[0]?.text;
}

const LOG_PID = `log('own pid ' + process.pid); expect(1).toBe(1);`;

describe('what a journey changes in its process, it changes for itself', () => {
  test.each([
    {
      what: 'a listener for messages',
      body: `process.on('message', (order) => log(JSON.stringify(order)));`,
    },
    { what: 'a wrapped process.send', body: `process.send = () => true;` },
    {
      what: 'a polluted Object.prototype',
      body: `Object.prototype.outcome = 'failed'; Object.prototype.toJSON = () => ({});`,
    },
    {
      what: 'a polluted Array.prototype',
      body: `Array.prototype.map = () => []; Array.prototype.flatMap = () => [];`,
    },
    { what: 'a wrapped JSON', body: `JSON.parse = () => ({ kind: 'attempt' });` },
    { what: 'replaced promises', body: `globalThis.Promise = class {}; ` },
    {
      what: 'patched sockets',
      body: `require('node:net').Socket.prototype.connect = () => { throw new Error('patched'); };`,
    },
    {
      what: 'a patched expect',
      body: `expect.extend({ toBe: () => ({ pass: false, message: () => 'patched' }) });`,
    },
    {
      what: 'a replaced clock',
      body: `performance.now = () => 0; Date.now = () => 0;`,
    },
    {
      what: 'replaced files',
      body: `require('node:fs').readFileSync = () => 'module.exports.default = null';`,
    },
    {
      what: 'a replaced loader',
      body: `require('node:module').createRequire = () => () => ({}); require('node:vm').compileFunction = () => () => undefined;`,
    },
    {
      what: 'a changed environment',
      body: `process.env.PATH = '/nowhere'; process.env.LD_PRELOAD = '/x.so';`,
    },
    {
      what: 'a frozen global',
      body: `Object.freeze(globalThis); Object.freeze(Object.prototype);`,
    },
    {
      what: 'hooks of asynchronous calls',
      body: `require('node:async_hooks').createHook({ init() { throw new Error('hook'); } });`,
    },
  ])('$what', async ({ body }) => {
    await world.attack(`expect(1).toBe(1); ${body}`);

    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });
});

describe('a worker belongs to one journey', () => {
  test('is kept for its next runs', async () => {
    const first = await world.attack(LOG_PID);
    const neighbour = await world.neighbour();
    const second = await world.attack(LOG_PID);

    expect(pidIn(second)).toBe(pidIn(first));
    expect(pidIn(neighbour)).not.toBe(pidIn(first));
    expect(second.instrument.cold).toBe(false);
  });

  test.each([
    { what: 'its code', plan: { version: 'another' } },
    { what: 'its address', plan: { baseUrl: 'https://other.example' } },
    { what: 'its hosts', plan: { allowHosts: ['other.example'] } },
    { what: 'its reach', plan: { allowPrivate: true } },
  ])('is replaced when $what changes', async ({ plan }) => {
    const first = await world.attack(LOG_PID);
    const second = await world.attack(LOG_PID, { plan });

    expect(pidIn(second)).not.toBe(pidIn(first));
  });

  test('runs one attempt at a time, and two workers of a journey two', async () => {
    const wide = twoJourneys(2);
    const body = `${LOG_PID} await new Promise((resolve) => setTimeout(resolve, 100));`;

    const [one, two] = await Promise.all([wide.attack(body), wide.attack(body)]);
    const three = await wide.attack(body);
    await wide.dispose();

    expect(pidIn(one)).not.toBe(pidIn(two));
    expect([pidIn(one), pidIn(two)]).toContain(pidIn(three));
  });
});
