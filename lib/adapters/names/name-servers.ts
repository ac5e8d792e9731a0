import dns from 'node:dns';
import { errorCode } from '../base/node-error.ts';
import { isDenial, type ResolvedAddress } from './look-up.ts';

/** As many as the system's resolver uses (`MAXNS` in resolv.conf(5)). */
const MAX_SERVERS = 3;
/** How long the first address waits for those of the other family (RFC 8305, section 3). */
const OTHER_FAMILY_MS = 50;

/** The name servers that this machine is configured with now, such as `10.0.0.2` or `[::1]:5353`. */
export function configuredServers(): readonly string[] {
  // A new resolver reads the configuration; the process's own has that of its start.
  return new dns.Resolver().getServers().slice(0, MAX_SERVERS);
}

/** One question to one server, on a socket of its own. */
export interface Question {
  readonly answer: Promise<readonly ResolvedAddress[]>;
  /** Closes the socket; the answer then rejects. */
  cancel(): void;
}

/**
 * Asks one server for both kinds of addresses. A server's silence about IPv4 is no answer: with the
 * IPv6 addresses alone, a machine without IPv6 could not connect.
 */
export function askServer(server: string, name: string, timeoutMs: number): Question {
  const resolver = new dns.promises.Resolver({ timeout: timeoutMs, tries: 1 });
  resolver.setServers([server]);
  const answer = bothFamilies(resolver.resolve4(name), resolver.resolve6(name));
  // A question that is no longer needed must not be an unhandled rejection.
  answer.catch(() => undefined);

  return { answer, cancel: () => resolver.cancel() };
}

async function bothFamilies(
  four: Promise<readonly string[]>,
  six: Promise<readonly string[]>,
): Promise<readonly ResolvedAddress[]> {
  const other = six.then((found) => addresses(found, 6));
  other.catch(() => undefined);
  try {
    const own = addresses(await four, 4);

    return [...own, ...(await soon(other))];
  } catch (error) {
    if (isDenial(errorCode(error))) return other;
    throw error;
  }
}

function addresses(found: readonly string[], family: number): readonly ResolvedAddress[] {
  return found.map((address) => ({ address, family }));
}

async function soon(
  other: Promise<readonly ResolvedAddress[]>,
): Promise<readonly ResolvedAddress[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly ResolvedAddress[]>((resolve) => {
    timer = setTimeout(resolve, OTHER_FAMILY_MS, []);
  });
  try {
    return await Promise.race([other.catch(() => []), late]);
  } finally {
    clearTimeout(timer);
  }
}
