import ipaddr from 'ipaddr.js';

const MAPPED_PREFIX = Buffer.from('00000000000000000000ffff', 'hex');

/** The 16 bytes by which the guard knows an address: IPv4 as `::ffff:a.b.c.d`. */
export function addressBytes(address: string): Buffer {
  const bytes = Buffer.from(ipaddr.process(withoutZone(address)).toByteArray());

  return bytes.length === 16 ? bytes : Buffer.concat([MAPPED_PREFIX, bytes]);
}

/** The address in text: IPv4 in four parts, IPv6 in its short form. */
export function addressText(bytes: Buffer): string {
  return ipaddr.process(ipaddr.fromByteArray([...bytes]).toString()).toString();
}

/** Whether a text is an address, with or without an IPv6 zone. */
export function isAddress(text: string): boolean {
  return ipaddr.isValid(withoutZone(text));
}

function withoutZone(address: string): string {
  return address.split('%', 1)[0] ?? address;
}
