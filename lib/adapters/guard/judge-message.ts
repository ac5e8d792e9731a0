import { addressText } from './address-bytes.ts';
import { ownValue } from '../../core/base/own-value.ts';

/** Length of a message of the guard (`struct message` in `native/judge.h`), in bytes. */
export const MESSAGE_BYTES = 36;
const MAGIC = 'WWG1';

/** A process that has loaded the guard. */
export interface GuardHello {
  readonly kind: 'hello';
  readonly by: 'journey' | 'browser';
  readonly pid: number;
  readonly parentPid: number;
  /** Whether it could read the runner's environment; null: a browser, which is not asked. */
  readonly credentials: 'hidden' | 'readable' | null;
}

/** A connection to an address outside the public internet, or packets to it. */
export interface GuardedConnection {
  /** A question waits for a decision; `refused` reports what no setting allows. */
  readonly kind: 'question' | 'refused';
  readonly by: 'journey' | 'browser';
  readonly pid: number;
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** Whether the process has connected to a public address at this port before. */
  readonly wasPublic: boolean;
}

/** What the guard sends to the judge. */
export type GuardMessage = GuardHello | GuardedConnection;

const KINDS = { H: 'hello', '?': 'question', '!': 'refused' } as const;
const SIDES = { w: 'journey', b: 'browser' } as const;
const PROTOCOLS = { 6: 'tcp', 17: 'udp' } as const;

/** Reads one message; null if it is none. The numbers are in this machine's byte order. */
export function readGuardMessage(bytes: Buffer): GuardMessage | null {
  if (bytes.length !== MESSAGE_BYTES || bytes.toString('latin1', 0, 4) !== MAGIC) return null;
  const kind = entry(KINDS, bytes.toString('latin1', 4, 5));
  const by = entry(SIDES, bytes.toString('latin1', 5, 6));
  if (kind === null || by === null) return null;
  const pid = bytes.readInt32LE(12);
  if (kind === 'hello') {
    const credentials = credentialsOf(bytes.toString('latin1', 7, 8));

    return { kind, by, pid, parentPid: bytes.readInt32LE(16), credentials };
  }
  const protocol = entry(PROTOCOLS, String(bytes[6]));
  if (protocol === null) return null;

  return {
    kind,
    by,
    pid,
    address: addressText(bytes.subarray(20, MESSAGE_BYTES)),
    port: bytes.readUInt16LE(10),
    protocol,
    wasPublic: bytes[8] === 1,
  };
}

function credentialsOf(letter: string): GuardHello['credentials'] {
  if (letter === 'h') return 'hidden';

  return letter === 'r' ? 'readable' : null;
}

function entry<T>(table: Readonly<Record<string, T>>, key: string): T | null {
  return ownValue(table, key) ?? null;
}
