import { readFile } from 'node:fs/promises';

/** Rows are addresses and ports in hexadecimal, state, queues, timer, retransmissions and user. */
const TABLE = '/proc/net/tcp';
/** 127.0.0.1 in the byte order of all processors that the guard is built for. */
const LOOPBACK = '0100007F';
/** Fields from the state to the user, which is the last of them. */
const TO_USER = /^ \S+ \S+ \S+ \S+ +(\d+)/;

/** Of a connection, seen from the end that accepted it. */
interface Ports {
  readonly localPort?: number | undefined;
  readonly remotePort?: number | undefined;
}

/**
 * Whether the other end of a connection over 127.0.0.1 belongs to this process's user. Null: the system
 * does not say, as on macOS and Windows.
 */
export async function isOwnConnection(
  { localPort, remotePort }: Ports,
  own: number | null = process.getuid?.() ?? null,
): Promise<boolean | null> {
  const table = await readFile(TABLE, 'latin1').catch(() => null);
  if (own === null || table === null) return null;
  // A search, because the table of a busy machine has thousands of rows.
  const ends = ` ${LOOPBACK}:${portText(remotePort)} ${LOOPBACK}:${portText(localPort)}`;
  const at = table.indexOf(ends);
  const [, user] = TO_USER.exec(table.slice(at + ends.length, at + ends.length + MAX_ROW)) ?? [];

  return at >= 0 && Number(user) === own;
}

const MAX_ROW = 200;

function portText(port: number | undefined): string {
  return (port ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
