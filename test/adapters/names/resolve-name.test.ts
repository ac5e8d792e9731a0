import { namesBy } from '../../support/name-resolution.ts';
import { startDns } from '../../support/dns-server.ts';
import type { DnsRule, TestDns } from '../../support/dns-server.ts';
import { failureOf, testFrame, testSession } from '../../support/http-frame.ts';

const HERE = { kind: 'answer', addresses: ['127.0.0.1'] } as const;
const RULES: Readonly<Record<string, DnsRule>> = {
  'slow.test': { ...HERE, delayMs: 400 },
  'lost.test': { ...HERE, lost: 1 },
  'lost-often.test': { ...HERE, lost: 5 },
  'lost-soon.test': { ...HERE, lost: 3 },
  'gone.test': { kind: 'nxdomain' },
  'broken.test': { kind: 'servfail' },
  'silent.test': { kind: 'silent' },
  'control.example': HERE,
  'gone.example': { kind: 'nxdomain' },
  'broken.example': { kind: 'servfail' },
  'silent.example': { kind: 'silent' },
};

let dns: TestDns;
beforeAll(async () => {
  dns = await startDns((name) => RULES[name] ?? { kind: 'nxdomain' });
});
afterAll(async () => dns.close());

function session(control = 'control.example', budgetMs = 20_000) {
  const names = namesBy(dns.lookup, {
    configured: [control],
    servers: [`127.0.0.1:${dns.port}`],
  });

  return testSession({ names }, testFrame(budgetMs));
}

describe('a name that does not exist', () => {
  it('HttpClient.get() fails as target.dns after a second look-up', async () => {
    const before = dns.asked.filter((name) => name === 'gone.test').length;
    const failure = await failureOf(session().client.get('http://gone.test/'));

    expect(failure.code).toBe('target.dns');
    expect(failure.message).toBe(
      'GET http://gone.test/: the name "gone.test" does not exist (ENOTFOUND)',
    );
    expect(dns.asked.filter((name) => name === 'gone.test').length - before).toBeGreaterThan(1);
  });

  it('HttpClient.get() does not believe the system alone when its servers report errors only', async () => {
    const names = namesBy(
      async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
      { configured: ['broken.example'], servers: [`127.0.0.1:${dns.port}`] },
    );

    const failure = await failureOf(testSession({ names }).client.get('http://broken.test/'));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toContain('no usable answer (ESERVFAIL)');
  });

  it('HttpClient.get() goes on when the second look-up finds it', async () => {
    let asked = 0;
    const names = namesBy(async () => {
      asked += 1;
      if (asked === 1) throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });

      return [{ address: '127.0.0.1', family: 4 }];
    });

    const failure = await failureOf(testSession({ names }).client.get('http://shop.test:1/'));

    expect(failure.code).toBe('target.connect');
  });

  it('HttpClient.get() fails as monitor.dns when a server gives addresses all the same', async () => {
    const names = namesBy(
      async (name) => {
        if (name === 'control.example') return [{ address: '127.0.0.1', family: 4 }];
        throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
      },
      { servers: [`127.0.0.1:${dns.port}`] },
    );

    const failure = await failureOf(testSession({ names }).client.get('http://slow.test/'));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toMatch(/says that the name "slow\.test" does not exist .* has addr/);
  });

  it('HttpClient.get() fails as monitor.dns when configured names do not exist either', async () => {
    const failure = await failureOf(session('gone.example').client.get('http://gone.test/'));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toContain('it says so of "gone.example" too');
  });
});

describe('a name whose server fails', () => {
  it('HttpClient.get() fails as target.dns when only this name is broken', async () => {
    const failure = await failureOf(session().client.get('http://broken.test/'));

    expect(failure.code).toBe('target.dns');
    expect(failure.message).toMatch(
      /no usable answer \(ESERVFAIL\) for "broken\.test", asked 3 more times of 127\.0\.0\.1:\d+, but it answers for other names/,
    );
  });

  it('HttpClient.get() counts a negative answer for the control name as an answer', async () => {
    const failure = await failureOf(session('gone.example').client.get('http://broken.test/'));

    expect(failure.code).toBe('target.dns');
  });

  it('HttpClient.get() fails as monitor.dns when the control name gets no usable answer either', async () => {
    const failure = await failureOf(session('broken.example').client.get('http://broken.test/'));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toContain('name resolution does not work on this machine');
  });
});

describe('a name that gets no answer', () => {
  it('HttpClient.get() fails as monitor.dns when the resolver is silent', async () => {
    const open = session('silent.example');

    const failure = await failureOf(open.client.get('http://silent.test/', { timeout: '300ms' }));

    expect(failure.code).toBe('monitor.dns');
    expect(failure.message).toMatch(/no answer within \d+ ms for "silent\.test"/);
    expect(failure.message).toContain('the control name "silent.example"');
    expect(failure.message).toContain('did not answer in that time');
  });

  it('HttpClient.get() fails as target.timeout when time runs out on a slow name', async () => {
    const open = session();

    const failure = await failureOf(open.client.get('http://slow.test:1/', { timeout: '200ms' }));

    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toContain(
      'timed out after 200 ms, waiting for its name to be resolved',
    );
  });
});

describe('a name that gets an answer late', () => {
  it.each([
    { name: 'lost.test', lost: 'one packet', atLeastMs: 500 },
    { name: 'lost-often.test', lost: 'five packets', atLeastMs: 1_500 },
  ])(
    'HttpClient.get() goes on when the network loses $lost',
    async ({ name, atLeastMs }) => {
      const open = session();

      const failure = await failureOf(open.client.get(`http://${name}:1/`));

      const [record] = open.requests();
      expect(failure.code).toBe('target.connect');
      expect(record?.phases.dnsMs).toBeGreaterThan(atLeastMs - 5);
    },
    30_000,
  );

  it('HttpClient.get() asks several times within a short time-out', async () => {
    const call = session().client.get('http://lost-soon.test:1/', { timeout: '800ms' });

    expect((await failureOf(call)).code).toBe('target.connect');
  });
});

describe('the control names', () => {
  it('HttpClient.get() asks none when all is well', async () => {
    await failureOf(session('spare.example').client.get('http://control.example:1/'));

    expect(dns.asked).toContain('control.example');
    expect(dns.asked).not.toContain('spare.example');
  });
});
