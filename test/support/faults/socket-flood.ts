import { createHash } from 'node:crypto';
import type net from 'node:net';

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** A text message of one byte, many times. */
const MESSAGES = Buffer.concat(Array.from({ length: 4_096 }, () => Buffer.from([0x81, 1, 0x78])));

/** A WebSocket that sends as many messages as the other side takes. */
export function socketFlood(socket: net.Socket, request: string): void {
  const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}${KEY_SUFFIX}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('drain', more);
  more();

  function more(): void {
    while (!socket.destroyed && socket.write(MESSAGES));
  }
}
