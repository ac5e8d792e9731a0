import { namesBy } from '../../support/name-resolution.ts';
import { writeSync } from 'node:fs';
import os from 'node:os';
import type { RequestRecord } from '../../../lib/core/record/run-record.ts';
import { startFullBacklog } from '../../support/full-backlog.ts';
import { testSession } from '../../support/http-frame.ts';
import { startTruth } from '../../support/truth-server.ts';
import type { Injected, TruthServer } from '../../support/truth-server.ts';

/** Requests per series; the first ones run code that nothing has warmed. */
const WARM_UP = 10;
const REPETITIONS = 21;
/** A machine that was busy during one series need not be during the next; a wrong clock stays wrong. */
const SERIES = 8;

const LIMITS_MS = { dns: 0.5, tls: 3, wait: 0.5, receive: 0.5 } as const;

type Measured = keyof typeof LIMITS_MS;
type Errors = Readonly<Record<Measured, number>>;

let truth: TruthServer;
beforeAll(async () => {
  askForPriority();
  truth = await startTruth();
});
afterAll(async () => truth.close());

describe('phases against injected delays', () => {
  it('openHttpSession() books injected delays to their phases when everything is slow', async () => {
    const attempts: Errors[] = [];

    while (attempts.length < SERIES && !attempts.some(withinLimits)) {
      // oxlint-disable-next-line no-await-in-loop -- a series must have the machine to itself
      attempts.push(await medianErrors());
    }

    printTable(attempts);
    expect(attempts.filter(withinLimits)).toHaveLength(1);
  });

  it('openHttpSession() makes phases and unaccounted add up to the total when counted in whole microseconds', async () => {
    const { record } = await measureOnce();

    const { phases } = record;
    const parts = Object.values(phases).map((ms) => microseconds(ms ?? 0));
    expect(Object.values(phases)).not.toContain(null);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(microseconds(record.totalMs));
  });

  it('openHttpSession() says "reused" instead of printing zeros when a connection is kept alive', async () => {
    const session = testSession({ ca: truth.ca, names: namesBy(truth.lookup) });
    await session.client.get(truth.tlsUrl);

    const { timings } = await session.client.get(truth.tlsUrl);

    session.close();
    expect(timings).toMatchObject({
      connection: 'reused',
      remoteAddress: '127.0.0.1',
      phases: { dnsMs: null, tcpMs: null, tlsMs: null },
      tls: { protocol: 'TLSv1.3', subject: 'CN=truth.test' },
    });
    expect(timings.phases.waitMs).toBeGreaterThan(119);
  });
});

describe('a connection whose SYN is retransmitted', () => {
  it.each([
    ['an IP-literal URL', '127.0.0.1'],
    ['a name', 'truth.test'],
  ])('openHttpSession() books the second to tcp when the URL has %s', async (_what, host) => {
    const server = await startFullBacklog();
    const session = testSession({ names: namesBy(truth.lookup) });

    const { timings } = await session.client.get(`http://${host}:${server.port}/`);

    session.close();
    server.close();
    const { phases, totalMs } = timings;
    writeSync(1, `SYN retransmitted, ${host}: tcp ${phases.tcpMs} ms of ${totalMs} ms\n`);
    expect(phases.tcpMs).toBeGreaterThan(950);
    expect(phases.tcpMs).toBeLessThan(1500);
    expect(totalMs - (phases.tcpMs ?? 0) - (phases.dnsMs ?? 0)).toBeLessThan(100);
  });
});

/** Other processes are not what is measured; where the system refuses, the medians must do. */
function askForPriority(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_HIGH);
  } catch {
    writeSync(1, 'Measuring without priority over other processes\n');
  }
}

async function measureOnce(): Promise<{ record: RequestRecord; injected: Injected }> {
  const session = testSession({ ca: truth.ca, names: namesBy(truth.lookup) });
  const { timings } = await session.client.get(truth.tlsUrl);
  session.close();

  return { record: timings, injected: truth.injected() };
}

async function medianErrors(): Promise<Errors> {
  const rows: Errors[] = [];
  for (let index = 0; index < WARM_UP + REPETITIONS; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one request at a time
    const { record, injected } = await measureOnce();
    const { dnsMs, tlsMs, waitMs, receiveMs } = record.phases;
    rows.push({
      dns: (dnsMs ?? Number.NaN) - injected.dnsMs,
      tls: (tlsMs ?? Number.NaN) - injected.tlsMs,
      wait: (waitMs ?? Number.NaN) - injected.waitMs,
      receive: (receiveMs ?? Number.NaN) - injected.receiveMs,
    });
  }
  const counted = rows.slice(WARM_UP);

  return {
    dns: median(counted.map(({ dns }) => dns)),
    tls: median(counted.map(({ tls }) => tls)),
    wait: median(counted.map(({ wait }) => wait)),
    receive: median(counted.map(({ receive }) => receive)),
  };
}

function withinLimits(errors: Errors): boolean {
  return names().every((name) => Math.abs(errors[name]) <= LIMITS_MS[name]);
}

function names(): readonly Measured[] {
  return ['dns', 'tls', 'wait', 'receive'];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}

function printTable(attempts: readonly Errors[]): void {
  const header = `median signed error, ms, of ${REPETITIONS} requests  ${names().join('      ')}`;
  const limits = names().map((name) => `≤ ${LIMITS_MS[name].toFixed(1)}`);
  const rows = attempts.map((errors, index) =>
    [`series ${index + 1}`.padEnd(40), ...names().map((name) => errors[name].toFixed(3))].join(
      '   ',
    ),
  );
  writeSync(1, `${[header, ['limit'.padEnd(40), ...limits].join('   '), ...rows].join('\n')}\n`);
}
