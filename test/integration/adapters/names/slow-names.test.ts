import type { RequestRecord } from '../../../../lib/core/record/run-record.ts';
import type { RunFailure } from '../../../../lib/core/record/outcome.ts';
import { type DnsRule, startDns, type TestDns } from '../../../support/dns-server.ts';
import { failureOf, testFrame, testSession } from '../../../support/http-frame.ts';
import { namesBy } from '../../../support/name-resolution.ts';

const HERE = { kind: 'answer', addresses: ['127.0.0.1'] } as const;
const RULES: Readonly<Record<string, DnsRule>> = {
  'very-slow.test': { ...HERE, delayMs: 6_000 },
  'silent.test': { kind: 'silent' },
  'control.example': HERE,
  'silent.example': { kind: 'silent' },
};
const DEADLINE_MS = 60_000;

interface Seen {
  readonly failure: RunFailure;
  readonly request: RequestRecord | undefined;
}

let dns: TestDns;
let slow: Seen, silent: Seen, dead: Seen;

async function visit(name: string, control: string, timeout?: `${number}ms`): Promise<Seen> {
  const names = namesBy(dns.lookup, {
    configured: [control],
    servers: [`127.0.0.1:${dns.port}`],
  });
  const open = testSession({ names }, testFrame(DEADLINE_MS));
  const options = timeout === undefined ? {} : { timeout };
  const failure = await failureOf(open.client.get(`http://${name}:1/`, options));

  return { failure, request: open.requests()[0] };
}

// Each waits for real time-outs, so they wait together.
beforeAll(async () => {
  dns = await startDns((name) => RULES[name] ?? { kind: 'nxdomain' });
  [slow, silent, dead] = await Promise.all([
    visit('very-slow.test', 'control.example'),
    visit('silent.test', 'control.example'),
    visit('silent.test', 'silent.example', '5100ms'),
  ]);
}, DEADLINE_MS);
afterAll(async () => dns.close());

describe('a look-up that takes long', () => {
  it('HttpClient.get() goes on when the answer takes 6 s, which the phase shows', () => {
    expect(slow.failure.code).toBe('target.connect');
    expect(slow.request?.phases.dnsMs).toBeGreaterThan(5_990);
  });

  it('HttpClient.get() fails as target.dns after 15 s when only this name gets no answer', () => {
    expect(silent.failure.code).toBe('target.dns');
    expect(silent.failure.message).toMatch(
      /no answer within 15(\.\d)? s for "silent\.test", asked 9 more times .*, but it answers for other names/,
    );
    expect(silent.request).toMatchObject({ connection: 'none', phases: { tcpMs: null } });
    expect(silent.request?.phases.dnsMs).toBeGreaterThan(14_990);
  });

  it('HttpClient.get() says that name resolution does not work only after 5 s', () => {
    expect(dead.failure.code).toBe('monitor.dns');
    expect(dead.failure.message).toContain('name resolution does not work on this machine');
  });
});
