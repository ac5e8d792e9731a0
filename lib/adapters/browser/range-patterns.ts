import ipaddr from 'ipaddr.js';

const HEXTETS = 8;
const DIGITS = 4;

/**
 * Chromium's host patterns that match every address of a range, as URLs write it. `?` stands for one
 * character or none, and IPv6 patterns match only in the form `[address]:port`. Four-part patterns
 * for IPv4, because `10.example.com` is a public host.
 */
export function rangePatterns(range: string): readonly string[] {
  const [network, bits] = ipaddr.parseCIDR(range);
  if (network.kind() === 'ipv4') return ipv4Patterns(network.toByteArray(), bits);
  if (bits === HEXTETS * DIGITS * 4) return [`[${network.toString()}]:*`];

  return ipv6Patterns(network.toNormalizedString().split(':'), bits).map((text) => `[${text}:*]:*`);
}

function ipv4Patterns(octets: readonly number[], bits: number): readonly string[] {
  const whole = Math.floor(bits / 8);
  const start = octets[whole] ?? 0;
  const known = octets.slice(0, whole).map(String);
  const partial = bits % 8 === 0 ? [] : span(start, 2 ** (8 - (bits % 8)));
  const prefixes = partial.length === 0 ? [known] : partial.map((each) => [...known, `${each}`]);

  return prefixes.map((parts) => [...parts, ...wildcards(4 - parts.length, '???')].join('.'));
}

/** The hextets up to the prefix's end; the last one with a wildcard for each free digit. */
function ipv6Patterns(hextets: readonly string[], bits: number): readonly string[] {
  const whole = Math.floor(bits / 16);
  const known = hextets.slice(0, whole);
  const restBits = bits % 16;
  if (restBits === 0) return [known.join(':')];
  const first = Number.parseInt(hextets[whole] ?? '0', 16);
  const freeDigits = Math.floor((16 - restBits) / 4);
  const size = 2 ** (16 - restBits) / 16 ** freeDigits;

  return span(Math.floor(first / 16 ** freeDigits), size).map((value) => {
    const digits = value === 0 ? '' : value.toString(16);

    return [...known, `${digits}${'?'.repeat(freeDigits)}`].join(':');
  });
}

function span(start: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => start + index);
}

function wildcards(count: number, text: string): readonly string[] {
  return Array.from({ length: count }, () => text);
}
