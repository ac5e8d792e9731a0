import type { Answer } from 'dns-packet';
import type { DnsType } from '../../core/journey/checks/dns-probe.ts';
import { isAddress } from '../guard/address-bytes.ts';
import { sameAddress } from '../net/address-kind.ts';

/** The value of a record as a zone file has it; null: it is not one of the known types. */
export function valueOf(record: Answer): string | null {
  if (record.type === 'MX') {
    return `${record.data.preference ?? 0} ${withoutDot(record.data.exchange)}`;
  }
  if (record.type === 'TXT') return textOf(record.data);
  if (record.type === 'SOA') return soaText(record.data);
  if (record.type === 'CAA') return caaText(record.data);
  if (record.type === 'SRV') return srvText(record.data);

  return 'data' in record && typeof record.data === 'string' ? withoutDot(record.data) : null;
}

type Soa = Extract<Answer, { type: 'SOA' }>['data'];

function soaText(data: Soa): string {
  const { mname, rname, serial, refresh, retry, expire, minimum } = data;

  return [withoutDot(mname), withoutDot(rname), serial, refresh, retry, expire, minimum].join(' ');
}

function caaText({ flags, tag, value }: Extract<Answer, { type: 'CAA' }>['data']): string {
  return `${flags ?? 0} ${tag} "${value}"`;
}

function srvText(data: Extract<Answer, { type: 'SRV' }>['data']): string {
  const { priority, weight, port, target } = data;

  return [priority ?? 0, weight ?? 0, port, withoutDot(target)].join(' ');
}

/** One text is sent in parts of at most 255 bytes. */
function textOf(data: Extract<Answer, { type: 'TXT' }>['data']): string {
  const parts = Array.isArray(data) ? data : [data];

  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
}

function withoutDot(name: string): string {
  return name.length > 1 ? name.replace(/\.$/, '') : name;
}

/** Whether two names are the same: case and the dot of the root do not count. */
export function sameName(name: string, other: string): boolean {
  return withoutDot(name).toLowerCase() === withoutDot(other).toLowerCase();
}

/** Whether a value is the expected one. Only texts are compared with their case. */
export function sameValue(type: DnsType, value: string, expected: string): boolean {
  if (type === 'A' || type === 'AAAA') {
    return isAddress(expected) ? sameAddress(value, expected) : false;
  }
  if (type === 'TXT') return value === expected;
  if (type === 'CAA') return plainCaa(value) === plainCaa(expected);

  return sameName(value, expected);
}

function plainCaa(value: string): string {
  return value.replaceAll('"', '').toLowerCase();
}
