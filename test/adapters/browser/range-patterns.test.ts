import ipaddr from 'ipaddr.js';
import { rangePatterns } from '../../../lib/adapters/browser/range-patterns.ts';
import { SPECIAL_IPV4, SPECIAL_IPV6 } from '../../../lib/adapters/net/special-ranges.ts';
import { ADDRESS_KINDS } from '../../support/special-addresses.ts';

const RANGES = [...SPECIAL_IPV4, ...SPECIAL_IPV6].map(({ range }) => range);

/** As Chromium matches: `?` stands for one character or none, `*` for any number. */
function matches(pattern: string, host: string): boolean {
  const expression = pattern
    .replaceAll(/[.[\]]/g, String.raw`\$&`)
    .replaceAll('?', '.?')
    .replaceAll('*', '.*');

  return new RegExp(`^${expression}$`).test(host);
}

/** The host of a URL with this address, as Chromium matches it. */
function hostOf(address: string): string {
  return address.includes(':') ? `${new URL(`http://[${address}]/`).host}:80` : address;
}

function isIn(address: string, range: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(range);
  const parsed = ipaddr.parse(address);

  return parsed.kind() === network.kind() && parsed.match(network, bits);
}

describe('rangePatterns()', () => {
  it.each(ADDRESS_KINDS.filter(([address]) => !address.includes('%')))(
    'rangePatterns() of the special ranges match %s exactly when one contains it',
    (address) => {
      const matched = RANGES.some((range) =>
        rangePatterns(range).some((pattern) => matches(pattern, hostOf(address))),
      );

      expect(matched).toBe(RANGES.some((range) => isIn(address, range)));
    },
  );

  it('rangePatterns() lists the octets that a prefix leaves open', () => {
    expect(rangePatterns('198.18.0.0/15')).toEqual(['198.18.???.???', '198.19.???.???']);
    expect(rangePatterns('fc00::/7')).toEqual(['[fc??:*]:*', '[fd??:*]:*']);
  });
});
