import dnsPacket, { type Answer } from 'dns-packet';
import type { DnsProbeOptions, DnsType } from '../../../lib/core/journey/checks/dns-probe.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { namesBy } from '../../support/name-resolution.ts';
import { passedProbe, phaseError } from '../../support/probe-parts.ts';
import {
  type AskedDns,
  dnsAnswer,
  type DnsReply,
  wireDns,
  type WireDns,
} from '../../support/wire-dns.ts';

const NAME = 'shop.example';

function address(data: string, ttl = 300): Answer {
  return { type: 'A', class: 'IN', name: NAME, ttl, data };
}

const ALIAS: Answer = { type: 'CNAME', name: NAME, ttl: 60, data: 'cdn.example' };
const RECORDS: Readonly<Record<DnsType, readonly Answer[]>> = {
  A: [ALIAS, address('192.0.2.1'), address('192.0.2.2', 30)],
  AAAA: [{ type: 'AAAA', name: NAME, ttl: 9, data: '2001:db8::1' }],
  CNAME: [ALIAS],
  MX: [{ type: 'MX', name: NAME, ttl: 9, data: { preference: 10, exchange: 'mail.example' } }],
  TXT: [{ type: 'TXT', name: NAME, ttl: 9, data: ['v=spf1 ', 'include:Example -all'] }],
  NS: [{ type: 'NS', name: NAME, ttl: 9, data: 'ns1.example' }],
  SOA: [
    {
      type: 'SOA',
      name: NAME,
      ttl: 9,
      data: {
        mname: 'ns1.example',
        rname: 'root.example',
        serial: 2026,
        refresh: 1,
        retry: 2,
        expire: 3,
        minimum: 4,
      },
    },
  ],
  CAA: [{ type: 'CAA', name: NAME, ttl: 9, data: { flags: 0, tag: 'issue', value: 'ca.example' } }],
  SRV: [
    {
      type: 'SRV',
      name: NAME,
      ttl: 9,
      data: { priority: 1, weight: 2, port: 443, target: 'a.example' },
    },
  ],
};
const VALUES: Readonly<Record<DnsType, readonly string[]>> = {
  A: ['192.0.2.1', '192.0.2.2'],
  AAAA: ['2001:db8::1'],
  CNAME: ['cdn.example'],
  MX: ['10 mail.example'],
  TXT: ['v=spf1 include:Example -all'],
  NS: ['ns1.example'],
  SOA: ['ns1.example root.example 2026 1 2 3 4'],
  CAA: ['0 issue "ca.example"'],
  SRV: ['1 2 443 a.example'],
};

let server: WireDns;

/** The records of the type that is asked for. */
function recordsFor({ query }: AskedDns): readonly Answer[] {
  const type = query.questions?.[0]?.type;

  return Object.entries(RECORDS).find(([each]) => each === type)?.[1] ?? [];
}

beforeAll(async () => {
  server = await wireDns((asked) => [
    dnsAnswer(asked, { answers: recordsFor(asked), flags: dnsPacket.AUTHENTIC_DATA }),
  ]);
});

afterAll(async () => server.close());

/** What a probe with options returns. */
async function found(options: DnsProbeOptions = {}, name = NAME) {
  return passedProbe((probe) => probe.dns(name, { resolver: server.resolver, ...options }));
}

const open: WireDns[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** A server that is closed after the test. */
async function started(reply: (asked: AskedDns) => DnsReply): Promise<WireDns> {
  const made = await wireDns(reply);
  open.push(made);

  return made;
}

describe('probe.dns()', () => {
  it('asks for addresses, and is a request of the run', async () => {
    const { timings, ...answer } = await found();

    expect(answer).toEqual({
      values: ['192.0.2.1', '192.0.2.2'],
      aliases: ['cdn.example'],
      ttlSeconds: 30,
      authenticated: true,
      resolver: server.resolver,
      transport: 'udp',
    });
    expect(timings).toMatchObject({
      method: 'DNS',
      url: `dns://${server.resolver}/shop.example?type=A`,
      resourceType: 'dns',
      status: null,
      protocol: 'udp',
      connection: 'new',
      remoteAddress: '127.0.0.1',
      phases: { dnsMs: null, tcpMs: null, tlsMs: null, receiveMs: null },
      error: null,
    });
    expect(timings.phases.waitMs).toBeGreaterThan(0);
    expect(timings.sizeBytes).toBeGreaterThan(50);
    expect(phaseError(timings)).toBe(0);
    expect(server.asked.at(-1)?.query).toMatchObject({
      flag_rd: true,
      flag_ad: true,
      questions: [{ type: 'A', class: 'IN', name: NAME }],
    });
  });

  it.each(Object.entries(VALUES))(
    'reads %s records as zone files have them',
    async (key, values) => {
      const type = Object.keys(VALUES).find((each): each is DnsType => each === key) ?? 'A';

      const answer = await found({ type, expect: values, dnssec: true });
      const counted = await found({ type, expect: values.length, includes: values.slice(0, 1) });

      expect([answer.values, counted.values]).toEqual([values, values]);
    },
  );

  it.each<DnsProbeOptions>([
    { expect: ['192.0.2.2', '192.0.2.1'] },
    { type: 'AAAA', expect: ['2001:0DB8:0:0:0:0:0:1'] },
    { type: 'NS', expect: ['NS1.Example.'] },
    { type: 'MX', expect: ['10 MAIL.example.'] },
    { type: 'CAA', expect: ['0 issue ca.example'] },
  ])('takes other spellings of the same: %j', async (options) => {
    const { timings } = await found(options);

    expect(timings.error).toBeNull();
  });

  it('asks by TCP where it should, with the phases of a connection', async () => {
    const { transport, timings } = await found({ transport: 'tcp' });

    expect(transport).toBe('tcp');
    expect(timings).toMatchObject({ protocol: 'tcp', connection: 'new', error: null });
    for (const phase of ['tcpMs', 'sendMs', 'waitMs', 'receiveMs'] as const) {
      expect([phase, timings.phases[phase]]).not.toContain(null);
    }
    expect(phaseError(timings)).toBe(0);
  });

  it('resolves the name of the server, and reads names of any script', async () => {
    await found({ resolver: `localhost:${server.port}` }, 'bücher.example.');

    expect(server.asked.at(-1)?.query.questions?.[0]?.name).toBe('xn--bcher-kva.example');
  });

  it("asks the machine's own server without a resolver, though its address is private", async () => {
    const names = namesBy(async () => [], { servers: [server.resolver, '192.0.2.9'] });

    const answer = await passedProbe((probe) => probe.dns(NAME), { names, allowPrivate: false });

    expect(answer.resolver).toBe(server.resolver);
  });

  it('asks again when a question was lost', async () => {
    const lossy = await started((asked) =>
      asked.count === 1 ? [] : [dnsAnswer(asked, { answers: [address('192.0.2.1')] })],
    );

    const { values } = await passedProbe((probe) => probe.dns(NAME, { resolver: lossy.resolver }));

    expect(values).toEqual(['192.0.2.1']);
    expect(lossy.asked).toHaveLength(2);
  });

  it('ignores messages with another id', async () => {
    const spoofed = await started((asked) => [
      dnsAnswer(asked, {
        answers: [address('192.0.2.66')],
        id: ((asked.query.id ?? 0) + 1) % 65_536,
      }),
      dnsAnswer(asked, { answers: [address('192.0.2.1')] }),
    ]);

    const answers = await Promise.all(
      (['udp', 'tcp'] as const).map(async (transport) =>
        passedProbe((probe) => probe.dns(NAME, { resolver: spoofed.resolver, transport })),
      ),
    );

    expect(answers.map(({ values }) => values)).toEqual([['192.0.2.1'], ['192.0.2.1']]);
  });

  it.each([
    ['shop example', '{}', 'it is no domain name; expected one such as "shop.example"'],
    ['shop.example', '{"type":"PTR"}', 'its type is "PTR"; expected one of A, AAAA, CNAME'],
    ['shop.example', '{"resolver":"https://1.1.1.1"}', 'its resolver is "https://1.1.1.1"'],
    ['shop.example', '{"transport":"tls"}', 'its transport is "tls"; expected udp or tcp'],
    ['shop.example', '{"expect":"192.0.2.1"}', 'its expect is neither a list of values nor'],
  ])('refuses %s with %s', async (name, written, problem) => {
    const options: DnsProbeOptions = JSON.parse(written);
    const session = testSession();

    const failure = await failureOf(
      session.probe.dns(name, { resolver: server.resolver, ...options }),
    );

    session.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toContain(`Cannot probe DNS "${name}": ${problem}`);
  });
});
