import { randomInt } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { inWholeUnits } from '../../core/base/whole-units.ts';
import {
  DNS_TYPES,
  type DnsProbeOptions,
  type DnsProbeResult,
} from '../../core/journey/checks/dns-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { LimitReached } from '../http/time-limit.ts';
import { type DnsAnswer, decodeAnswer } from './dns-message.ts';
import { type DnsServer, namedServer, ownServer } from './dns-server.ts';
import { askByTcp, askByUdp, type DnsExchange } from './dns-transport.ts';
import { checkAnswer, type Expected } from './dns-judgement.ts';
import type { Probe, ProbeRun } from './probe.ts';

type Found = Omit<DnsProbeResult, 'timings'>;

/** Greatest id of a message, and one more. */
const IDS = 65_536;
/** How long a name server is waited for, as resolvers of systems do. */
const DEFAULT_TIMEOUT_MS = 5_000;
const NAME =
  /^(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/** Asks a name server, and judges its answer. */
export const dnsProbe: Probe<DnsProbeOptions, Found> = {
  method: 'DNS',
  resourceType: 'dns',
  plan: (target, options, session) => {
    const { resolver, transport = 'udp' } = options;
    const expected = expectedOf(nameOf(target), options);
    const server = resolver === undefined ? ownServer(session) : namedServer(resolver);
    if (transport !== 'udp' && transport !== 'tcp') {
      throw new TypeError(`its transport is "${String(transport)}"; expected udp or tcp`);
    }

    return {
      url: new URL(`/${expected.name}?type=${expected.type}`, server.url),
      timeoutMs: DEFAULT_TIMEOUT_MS,
      run: async (probe) => {
        if (!server.isOwn) probe.session.admit(server.url);

        return found({ server, expected, transport }, probe);
      },
    };
  },
};

function nameOf(target: string): string {
  const name = domainToASCII(target.replace(/\.$/, ''));
  if (!NAME.test(name))
    throw new TypeError('it is no domain name; expected one such as "shop.example"');

  return name;
}

function expectedOf(name: string, options: DnsProbeOptions): Expected {
  const { type = 'A', expect = null, includes = [], dnssec = false } = options;
  if (!DNS_TYPES.includes(type)) {
    throw new TypeError(`its type is "${type}"; expected one of ${DNS_TYPES.join(', ')}`);
  }
  if (expect !== null && typeof expect !== 'number' && !Array.isArray(expect)) {
    throw new TypeError('its expect is neither a list of values nor a number of records');
  }

  return { name, type, values: expect, includes, dnssec };
}

interface Question {
  readonly server: DnsServer;
  readonly expected: Expected;
  readonly transport: 'udp' | 'tcp';
}

async function found({ server, expected, transport }: Question, probe: ProbeRun): Promise<Found> {
  const { name, type } = expected;
  const question = { id: randomInt(IDS), name, type };
  const exchange: DnsExchange = { question, server, probe, seen: { asked: 0, foreign: 0 } };
  try {
    const answer = await answered(exchange, transport);
    probe.entry.clock.stop();
    checkAnswer(answer, expected, server.label);
    const { values, aliases, ttlSeconds, isAuthenticated } = answer;

    return {
      values,
      aliases,
      ttlSeconds,
      authenticated: isAuthenticated,
      resolver: server.label,
      transport: probe.entry.facts.protocol === 'tcp' ? 'tcp' : 'udp',
    };
  } catch (error) {
    probe.entry.clock.stop();
    throw blamed(error, exchange);
  }
}

/** Asks by UDP, and by TCP where that answer is truncated. */
async function answered(exchange: DnsExchange, transport: 'udp' | 'tcp'): Promise<DnsAnswer> {
  const { question, probe, server } = exchange;
  const { facts } = probe.entry;
  if (transport === 'udp') {
    const bytes = await askByUdp(exchange);
    facts.sizeBytes = bytes.length;
    const answer = decodeAnswer(bytes, question);
    if (!answer.isTruncated) return answer;
  }
  const bytes = await askByTcp(exchange);
  facts.sizeBytes = bytes.length;
  const answer = decodeAnswer(bytes, question);
  if (!answer.isTruncated) return answer;

  throw new RunFailure(
    'target.protocol',
    `${server.label} sent a truncated answer by TCP, which has room for any answer`,
  );
}

/** The silence of the machine's own name server is the monitor's. */
function blamed(error: unknown, { server, seen, probe }: DnsExchange): unknown {
  if (error instanceof LimitReached && error.kind !== 'closed') {
    const reason = silence(error, { label: server.label, seen });
    if (seen.foreign > 0) return new RunFailure('target.protocol', reason, { cause: error });

    return new RunFailure(server.isOwn ? 'monitor.dns' : 'target.timeout', reason, {
      cause: error,
    });
  }
  const isUnreached = error instanceof RunFailure && error.code === 'target.connect';
  if (!isUnreached || !server.isOwn) return error;
  const reason = `${error.message}, which is the name server of this machine`;

  return new RunFailure('monitor.dns', reason, { cause: probe.entry.title });
}

function silence(
  { limitMs }: LimitReached,
  { label, seen }: { readonly label: string; readonly seen: DnsExchange['seen'] },
): string {
  const asked = seen.asked === 1 ? 'once' : `${seen.asked} times`;
  const ignored = seen.foreign === 0 ? '' : ` (ignored ${seen.foreign} with another id)`;

  return `no answer from ${label} within ${inWholeUnits(limitMs)}, asked ${asked}${ignored}`;
}
