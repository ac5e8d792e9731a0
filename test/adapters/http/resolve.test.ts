import { startDns } from '../../support/dns-server.ts';
import type { DnsRule, TestDns } from '../../support/dns-server.ts';
import { failureOf, testFrame, testSession } from '../../support/http-frame.ts';

const RULES: Readonly<Record<string, DnsRule>> = {
  'slow.test': { kind: 'answer', addresses: ['127.0.0.1'], delayMs: 400 },
  'gone.test': { kind: 'nxdomain' },
  'broken.test': { kind: 'servfail' },
  'silent.test': { kind: 'silent' },
  'control.test': { kind: 'answer', addresses: ['127.0.0.1'] },
  'no-control.test': { kind: 'nxdomain' },
  'silent-control.test': { kind: 'silent' },
};

let dns: TestDns;
beforeAll(async () => {
  dns = await startDns((name) => RULES[name] ?? { kind: 'nxdomain' });
});
afterAll(async () => dns.close());

function session(controlHost = 'control.test', budgetMs = 20_000) {
  return testSession({ lookup: dns.lookup, controlHost }, testFrame(budgetMs));
}

describe('resolving names', () => {
  it('HttpClient.get() fails as target.dns when the name does not exist', async () => {
    const failure = await failureOf(session().client.get('http://gone.test/'));

    expect(failure.code).toBe('target.dns');
    expect(failure.message).toBe(
      'GET http://gone.test/: the name "gone.test" does not exist (ENOTFOUND)',
    );
  });

  it('HttpClient.get() fails as target.dns when only this name is broken', async () => {
    const failure = await failureOf(session().client.get('http://broken.test/'));

    expect(failure.code).toBe('target.dns');
    expect(failure.message).toMatch(
      /no usable answer \(ESERVFAIL\) for "broken\.test", but it answers for other names/,
    );
  });

  it('HttpClient.get() counts a negative answer for the control name as an answer', async () => {
    const failure = await failureOf(session('no-control.test').client.get('http://broken.test/'));

    expect(failure.code).toBe('target.dns');
  });

  it('HttpClient.get() fails as monitor.dns when the control name gets no usable answer either', async () => {
    const failure = await failureOf(session('broken.test').client.get('http://broken.test/'));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toContain('name resolution does not work on this machine');
  });

  it('HttpClient.get() fails as target.dns after five seconds when only this name gets no answer', async () => {
    const open = session();

    const failure = await failureOf(open.client.get('http://silent.test/'));

    const [record] = open.requests();
    expect(failure.code).toBe('target.dns');
    expect(failure.message).toContain('no answer within 5000 ms for "silent.test"');
    expect(record).toMatchObject({ connection: 'none', phases: { tcpMs: null } });
    expect(record?.phases.dnsMs).toBeGreaterThan(4900);
  });

  it('HttpClient.get() fails as monitor.dns when the resolver is silent', async () => {
    const open = session('silent-control.test');

    const failure = await failureOf(open.client.get('http://silent.test/', { timeout: '300ms' }));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toContain('no answer within 300 ms for "silent.test"');
    expect(failure.message).toContain('the control name "silent-control.test"');
  });

  it('HttpClient.get() fails as target.timeout when time runs out on a slow name', async () => {
    const open = session();

    const failure = await failureOf(open.client.get('http://slow.test:1/', { timeout: '200ms' }));

    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toContain(
      'timed out after 200 ms, waiting for its name to be resolved',
    );
  });

  it('HttpClient.get() asks no control name when all is well', async () => {
    await failureOf(session('spare.test').client.get('http://control.test:1/'));

    expect(dns.asked).toContain('control.test');
    expect(dns.asked).not.toContain('spare.test');
  });
});
