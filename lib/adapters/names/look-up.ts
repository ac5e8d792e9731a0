import dns from 'node:dns';

/** One address that a name resolves to. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a name to its addresses, in the order in which they should be tried. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Codes of a working resolver's answer that the name, or an address of it, does not exist. */
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA', 'ENONAME'];

/** Whether an error's code is a resolver's answer that there is no such name. */
export function isDenial(code: string): boolean {
  return NO_SUCH_NAME.includes(code);
}

/** The machine's resolver (getaddrinfo), including the hosts file and the search list. */
export async function systemLookup(hostname: string): Promise<readonly ResolvedAddress[]> {
  return dns.promises.lookup(hostname, { all: true, verbatim: true });
}
