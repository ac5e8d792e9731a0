import { NETWORK_ERRORS, type NetworkErrorKind } from './network-errors.ts';

/** How the cause of a network error of Chromium is found, and its description. */
export interface NetworkCause {
  readonly kind: NetworkErrorKind;
  /** Predicate of the sentence "The document URL …". */
  readonly predicate: string;
}

const BY_NAME: ReadonlyMap<string, NetworkCause> = new Map(
  NETWORK_ERRORS.flatMap(([kind, predicate, names]) =>
    names.split(' ').map((name) => [name, { kind, predicate }] as const),
  ),
);

/** Errors that a newer Chromium may add, by the beginning of their names. */
const BY_PREFIX: readonly (readonly [RegExp, NetworkCause])[] = [
  [/^(HTTP2|QUIC|HTTP_1_1)_/, named('HTTP2_PROTOCOL_ERROR')],
  [/^(SSL|BAD_SSL|ECH|TLS|CT)_/, named('SSL_PROTOCOL_ERROR')],
  [/^CERT_/, named('CERT_INVALID')],
  [/^(DNS|NAME)_/, named('NAME_NOT_RESOLVED')],
  [/^(PROXY|SOCKS|PAC)_/, named('PROXY_CONNECTION_FAILED')],
  [/^CACHE_/, named('CACHE_RACE')],
];

function named(name: string): NetworkCause {
  return BY_NAME.get(name) ?? UNKNOWN;
}

/** What no rule explains is the fault of the monitor. */
const UNKNOWN: NetworkCause = { kind: 'monitor.unknown', predicate: 'failed' };

/** Cause of a code such as `net::ERR_EMPTY_RESPONSE`. */
export function networkCause(code: string): NetworkCause {
  const name = code.replace(/^net::ERR_/, '');

  return BY_NAME.get(name) ?? BY_PREFIX.find(([prefix]) => prefix.test(name))?.[1] ?? UNKNOWN;
}

/** Whether a code is in the table of this version's errors. */
export function isListed(code: string): boolean {
  return BY_NAME.has(code.replace(/^net::ERR_/, ''));
}

/** The first network error code in a text, such as `net::ERR_FAILED`; null if there is none. */
export function networkCodeIn(text: string): string | null {
  return /net::ERR_[A-Z0-9_]+/.exec(text)?.[0] ?? null;
}
