import dnsPacket, { type Answer } from 'dns-packet';
import type { DnsProbeOptions } from '../../../lib/core/journey/checks/dns-probe.ts';
import type { HttpSessionOptions } from '../../../lib/adapters/http/http-session.ts';
import { namesBy } from '../../support/name-resolution.ts';
import { type FailedProbe, failedProbe, phaseError } from '../../support/probe-parts.ts';
import {
  type AskedDns,
  dnsAnswer,
  type DnsReply,
  wireDns,
  type WireDns,
} from '../../support/wire-dns.ts';

const NAME = 'shop.example';
const ADDRESS: Answer = { type: 'A', name: NAME, ttl: 300, data: '192.0.2.1' };
const ALIAS: Answer = { type: 'CNAME', name: NAME, ttl: 300, data: 'cdn.example' };

/** The failure of a probe of a server that replies so; `SERVER` stands for the server in its message. */
async function failed(
  reply: (asked: AskedDns) => DnsReply,
  options: DnsProbeOptions = {},
  session: Partial<HttpSessionOptions> = {},
): Promise<FailedProbe> {
  const server = await wireDns(reply);
  try {
    const failure = await failedProbe(
      (probe) => probe.dns(NAME, { resolver: server.resolver, ...options }),
      session,
    );
    const message = failure.message.replaceAll(server.resolver, 'SERVER');

    return { ...failure, message: message.replace('DNS dns://SERVER/shop.example', 'DNS …') };
  } finally {
    await server.close();
  }
}

function answering(parts: Parameters<typeof dnsAnswer>[1]) {
  return (asked: AskedDns): DnsReply => [dnsAnswer(asked, parts)];
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

describe('probe.dns() fails', () => {
  it.each<[string, Parameters<typeof dnsAnswer>[1], string]>([
    [
      'NXDOMAIN',
      { code: 3 },
      'DNS …?type=A: the name "shop.example" does not exist, says SERVER (NXDOMAIN)',
    ],
    [
      'SERVFAIL',
      { code: 2 },
      'DNS …?type=A: SERVER could not resolve "shop.example" (SERVFAIL): the servers of the zone do not answer, or its DNSSEC signatures are wrong',
    ],
    [
      'REFUSED',
      { code: 5 },
      'DNS …?type=A: SERVER refuses to answer for "shop.example" (REFUSED): it serves other names, or other clients',
    ],
    [
      'FORMERR',
      { code: 1 },
      'DNS …?type=A: SERVER answered for "shop.example" with the error FORMERR',
    ],
    ['nothing', {}, 'DNS …?type=A: the name "shop.example" exists, but has no A record'],
    [
      'an alias alone',
      { answers: [ALIAS] },
      'DNS …?type=A: the name "shop.example" exists, and is an alias of "cdn.example", but has no A record',
    ],
  ])('as target.dns when the answer is %s', async (_what, parts, message) => {
    const failure = await failed(answering(parts));

    expect([failure.cause, failure.message]).toEqual(['target.dns', message]);
    expect(phaseError(failure.record)).toBe(0);
  });

  it.each<[DnsProbeOptions, string]>([
    [
      { expect: ['192.0.2.7'] },
      '"shop.example" has the A record "192.0.2.1"; expected "192.0.2.7"',
    ],
    [
      { expect: ['192.0.2.1', '192.0.2.7'] },
      '"shop.example" has the A record "192.0.2.1"; expected "192.0.2.1", "192.0.2.7"',
    ],
    [{ expect: 2 }, '"shop.example" has the A record "192.0.2.1"; expected 2 of them'],
    [
      { includes: ['192.0.2.7'] },
      '"shop.example" has the A record "192.0.2.1"; expected "192.0.2.7" among them',
    ],
    [
      { dnssec: true },
      'SERVER has not authenticated the answer by DNSSEC (it has no flag AD); expected a signed zone, and a resolver that validates',
    ],
  ])('as target.assertion with %j', async (options, problem) => {
    const failure = await failed(answering({ answers: [ADDRESS] }), options);

    expect([failure.cause, failure.message]).toEqual([
      'target.assertion',
      `DNS …?type=A: ${problem}`,
    ]);
  });

  it.each<[string, (asked: AskedDns) => DnsReply, string]>([
    [
      'is too short',
      () => [Buffer.from([1, 2, 3])],
      'the answer of 3 bytes is malformed: it cannot be read: a message has at least 12',
    ],
    [
      'is cut off',
      (asked) => [dnsAnswer(asked, { answers: [ADDRESS] }).subarray(0, -3)],
      'is malformed: it cannot be read: it ends within a record',
    ],
    [
      'is a question itself',
      answering({ type: 'query' }),
      'the answer of 30 bytes is malformed: it is a question itself',
    ],
    [
      'is for another name',
      answering({ questions: [{ type: 'A', class: 'IN', name: 'other.example' }] }),
      'is malformed: it is for A of "other.example"',
    ],
    [
      'is truncated by TCP, too',
      answering({ answers: [ADDRESS], flags: dnsPacket.TRUNCATED_RESPONSE }),
      'SERVER sent a truncated answer by TCP, which has room for any answer',
    ],
    [
      'is truncated, and TCP gives none',
      (asked) =>
        asked.by === 'tcp'
          ? ['close']
          : [dnsAnswer(asked, { flags: dnsPacket.TRUNCATED_RESPONSE })],
      'SERVER closed the connection without an answer',
    ],
  ])('as target.protocol when the answer %s', async (_what, reply, problem) => {
    const failure = await failed(reply);

    expect(failure.cause).toBe('target.protocol');
    expect(failure.message).toContain(problem);
    expect(phaseError(failure.record)).toBe(0);
  });

  it('takes a truncated answer by TCP', async () => {
    const answers = [ADDRESS, { ...ADDRESS, data: '192.0.2.2' }];

    const failure = await failed(
      (asked) =>
        asked.by === 'tcp'
          ? [dnsAnswer(asked, { answers })]
          : [dnsAnswer(asked, { answers: [ADDRESS], flags: dnsPacket.TRUNCATED_RESPONSE })],
      { expect: 3 },
    );

    expect(failure.message).toContain('has the A records "192.0.2.1", "192.0.2.2"; expected 3');
    expect(failure.record).toMatchObject({ protocol: 'tcp' });
    expect(failure.record.phases.tcpMs).not.toBeNull();
  });

  it('as target.timeout when nothing answers', async () => {
    const failure = await failed(() => [], { timeout: '150ms' });

    expect([failure.cause, failure.message]).toEqual([
      'target.timeout',
      'DNS …?type=A: no answer from SERVER within 150 ms, asked once',
    ]);
    expect(failure.record.phases.waitMs).toBeGreaterThan(100);
    expect(phaseError(failure.record)).toBe(0);
  });

  it('as target.timeout when TCP has no answer', async () => {
    const failure = await failed(() => [], { timeout: '150ms', transport: 'tcp' });

    expect([failure.cause, failure.message]).toEqual([
      'target.timeout',
      'DNS …?type=A: no answer from SERVER within 150 ms, asked once',
    ]);
  });

  it('as target.protocol when only messages with another id come', async () => {
    const failure = await failed(
      (asked) => [
        dnsAnswer(asked, { answers: [ADDRESS], id: ((asked.query.id ?? 0) + 1) % 65_536 }),
      ],
      { timeout: '150ms' },
    );

    expect([failure.cause, failure.message]).toEqual([
      'target.protocol',
      'DNS …?type=A: no answer from SERVER within 150 ms, asked once (ignored 1 with another id)',
    ]);
  });

  it('as target.connect when nothing listens', async () => {
    const server = await started(() => []);
    await server.close();
    const { resolver } = server;

    const udp = await failedProbe((probe) => probe.dns(NAME, { resolver }));
    const tcp = await failedProbe((probe) => probe.dns(NAME, { resolver, transport: 'tcp' }));

    expect(udp).toMatchObject({
      cause: 'target.connect',
      message: `DNS dns://${resolver}/shop.example?type=A: nothing listens at ${resolver} (ECONNREFUSED)`,
    });
    expect(tcp).toMatchObject({ cause: 'target.connect' });
  });

  it("as monitor.dns when the machine's own server is at fault", async () => {
    const silent = await started(() => []);
    const names = namesBy(async () => [], { servers: [silent.resolver] });

    const mute = await failedProbe((probe) => probe.dns(NAME, { timeout: '150ms' }), { names });
    await silent.close();
    const gone = await failedProbe((probe) => probe.dns(NAME), { names });

    expect(mute.cause).toBe('monitor.dns');
    expect(gone).toMatchObject({
      cause: 'monitor.dns',
      message: expect.stringContaining('which is the name server of this machine'),
    });
  });

  it('as security.blocked at a server that may not be reached', async () => {
    const ask = countedReplies();

    const failure = await failed(ask.reply, {}, { allowPrivate: false });
    const strict = await failed(ask.reply, {}, { allowHosts: ['shop.example'] });

    expect(failure.cause).toBe('security.blocked');
    expect(failure.message).toContain('127.0.0.1 is a loopback address');
    expect(strict.cause).toBe('security.blocked');
    expect(ask.count()).toBe(0);
  });
});

function countedReplies() {
  let count = 0;

  return {
    reply: (): DnsReply => {
      count += 1;

      return [];
    },
    count: () => count,
  };
}
