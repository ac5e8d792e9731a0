import dnsPacket, { type Answer, type DecodedPacket } from 'dns-packet';
import type { DnsType } from '../../core/journey/checks/dns-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { asError } from '../base/node-error.ts';
import { sameName, valueOf } from './dns-values.ts';

/** A question to a name server. */
export interface DnsQuestion {
  readonly id: number;
  readonly name: string;
  readonly type: DnsType;
}

/** A readable answer to a {@link DnsQuestion}. */
export interface DnsAnswer {
  /** Such as `NOERROR`. */
  readonly code: string;
  readonly isTruncated: boolean;
  readonly isAuthenticated: boolean;
  readonly values: readonly string[];
  readonly aliases: readonly string[];
  readonly ttlSeconds: number;
}

/** Length of the head of a message. RFC 1035, section 4.1.1 */
const HEAD_BYTES = 12;

/**
 * The bytes of a question. It asks for recursion and, by the flag AD, whether the answer is authenticated (RFC 6840,
 * section 5.7). Without EDNS: every server understands it, and a longer answer comes by TCP.
 */
export function encodeQuestion({ id, name, type }: DnsQuestion): Buffer {
  return dnsPacket.encode({
    type: 'query',
    id,
    flags: dnsPacket.RECURSION_DESIRED | dnsPacket.AUTHENTIC_DATA,
    questions: [{ type, name, class: 'IN' }],
  });
}

/** Whether bytes may be the answer to a question: a message with another id belongs to another question. */
export function isFor(bytes: Buffer, { id }: DnsQuestion): boolean {
  return bytes.length < HEAD_BYTES || bytes.readUInt16BE(0) === id;
}

/** Reads an answer. Throws a RunFailure `target.protocol` that says why it is none. */
export function decodeAnswer(bytes: Buffer, question: DnsQuestion): DnsAnswer {
  const packet = decoded(bytes);
  if (packet.type !== 'response') throw unusable('it is a question itself', bytes);
  const [asked] = packet.questions ?? [];
  if (asked !== undefined && !isSame(asked, question)) {
    throw unusable(`it is for ${asked.type} of "${asked.name}"`, bytes);
  }
  const answers = packet.answers ?? [];
  const records = answers.filter(({ type }) => type === question.type);

  return {
    code: codeOf(packet),
    isTruncated: packet.flag_tc,
    isAuthenticated: packet.flag_ad,
    values: records.map((record) => readValue(record, bytes)),
    aliases: answers
      .filter(({ type }) => type === 'CNAME' && question.type !== 'CNAME')
      .map((record) => readValue(record, bytes)),
    ttlSeconds: records.reduce((ttl, each) => Math.min(ttl, ttlOf(each)), Infinity),
  };
}

function decoded(bytes: Buffer): DecodedPacket {
  try {
    if (bytes.length < HEAD_BYTES) throw new RangeError(`a message has at least ${HEAD_BYTES}`);

    const packet = dnsPacket.decode(bytes);
    // The library reads on behind the end, and takes what is not there for values.
    if (dnsPacket.decode.bytes > bytes.length) throw new RangeError('it ends within a record');

    return packet;
  } catch (error) {
    throw unusable(`it cannot be read: ${asError(error).message}`, bytes, error);
  }
}

function isSame(
  asked: { readonly type: string; readonly name: string },
  { type, name }: DnsQuestion,
): boolean {
  return asked.type === type && sameName(asked.name, name);
}

function codeOf(packet: object): string {
  return 'rcode' in packet ? String(packet.rcode) : 'unknown';
}

function ttlOf(record: Answer): number {
  return 'ttl' in record ? (record.ttl ?? 0) : 0;
}

function readValue(record: Answer, bytes: Buffer): string {
  const value = valueOf(record);
  if (value === null) throw unusable(`its ${record.type} record cannot be read`, bytes);

  return value;
}

function unusable(problem: string, bytes: Buffer, cause?: unknown): RunFailure {
  const reason = `the answer of ${bytes.length} bytes is malformed: ${problem}`;

  return new RunFailure('target.protocol', reason, { cause });
}
