import tls from 'node:tls';
import {
  TLS_DAYS,
  TLS_VERSIONS,
  type TlsCertificate,
  type TlsProbeOptions,
  type TlsProbeResult,
} from '../../core/journey/checks/tls-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { abandon } from '../http/conversation.ts';
import { routeOf } from '../http/route.ts';
import { certificateChain } from '../http/tls-facts.ts';
import { bareHost } from '../net/address-guard.ts';
import { acceptedClient } from './accepted-client.ts';
import type { Probe, ProbeRun } from './probe.ts';
import { targetUrl } from './target-url.ts';

type Agreed = Omit<TlsProbeResult, 'timings'>;

/** Port of HTTPS. */
const DEFAULT_PORT = 443;

/** Makes a handshake, and judges the version and the certificates. */
export const tlsProbe: Probe<TlsProbeOptions, Agreed> = {
  method: 'TLS',
  resourceType: 'tls',
  plan: (target, options) => {
    const url = targetUrl('tls', target, DEFAULT_PORT);
    const route = routeOf(url, options);
    if (typeof route === 'string') throw new TypeError(route);
    const rules = rulesOf(options);

    return {
      url,
      route,
      run: async (probe) => judged(await agreed(probe), { ...rules, host: bareHost(url) }, probe),
    };
  },
};

interface Rules {
  readonly minVersion: string;
  readonly failDays: number;
  readonly warnDays: number;
}

function rulesOf({
  minVersion = 'TLSv1.2',
  failDays = TLS_DAYS.fail,
  warnDays = Math.max(failDays, TLS_DAYS.warn),
}: TlsProbeOptions): Rules {
  if (!TLS_VERSIONS.includes(minVersion)) {
    throw new TypeError(`its minVersion is "${minVersion}"; expected ${TLS_VERSIONS.join(' or ')}`);
  }
  for (const [name, days] of Object.entries({ failDays, warnDays })) {
    if (!Number.isFinite(days)) throw new TypeError(`its ${name} is no number of days`);
  }

  return { minVersion, failDays, warnDays };
}

/** The facts are read at once: nothing else of the connection is needed. */
async function agreed({ connect, entry, limit }: ProbeRun): Promise<Agreed> {
  const socket = await connect();
  entry.clock.stop();
  const handshakeMs = entry.record().phases.tlsMs ?? 0;
  try {
    if (!(socket instanceof tls.TLSSocket))
      throw new TypeError('A TLS probe connected without TLS');
    const chain = certificateChain(socket.getPeerCertificate(true));
    await acceptedClient(socket, { handshakeMs, signal: limit.signal });

    return {
      protocol: socket.getProtocol() ?? 'unknown',
      chain,
      daysLeft: firstToExpire(chain)?.daysLeft ?? null,
    };
  } finally {
    abandon(socket);
  }
}

/** Without the root: clients trust it for what it is, and the server cannot replace it. */
function firstToExpire(chain: readonly TlsCertificate[]): TlsCertificate | null {
  const own = chain.filter(({ subject, issuer }, index) => index === 0 || subject !== issuer);
  const dated = own.filter(({ daysLeft }) => daysLeft !== null);

  return dated.toSorted((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0))[0] ?? null;
}

function judged(
  found: Agreed,
  { minVersion, failDays, warnDays, host }: Rules & { readonly host: string },
  { session, entry }: ProbeRun,
): Agreed {
  if (found.protocol < minVersion) {
    throw failure(`the server agreed on ${found.protocol}; expected at least ${minVersion}`);
  }
  const first = firstToExpire(found.chain);
  const days = first?.daysLeft ?? null;
  if (first === null || days === null) return found;
  const what = expiryText(first, { host, isOwn: first === found.chain[0] });
  if (days < failDays) throw failure(`${what}; expected at least ${failDays} days left: renew it`);
  if (days < warnDays)
    session.log.warn(entry, `${what}: renew it before ${failDays} days are left`);

  return found;
}

function failure(reason: string): RunFailure {
  return new RunFailure('target.tls', reason);
}

function expiryText(
  { subject, issuer, validTo, daysLeft }: TlsCertificate,
  { host, isOwn }: { readonly host: string; readonly isOwn: boolean },
): string {
  const whose = isOwn
    ? `the certificate of ${host}`
    : `an authority's certificate in the chain of ${host}`;
  const days = daysLeft === 1 ? '1 day' : `${daysLeft} days`;

  return `${whose} (${subject}, issued by ${issuer}) expires in ${days}, on ${validTo}`;
}
