import type net from 'node:net';
import zlib from 'node:zlib';
import { type Behaviour, head, page } from '../hostile-server.ts';

/** A page on which a visiting journey finds what it waits for. */
const FINE = '<!doctype html><title>Fine</title><h1 id="done">Fine</h1>';
const DRIP_EVERY_MS = 50;
/** First bytes of HTTP/2's settings frame. */
const SETTINGS_FRAME = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** Ways in which a server breaks HTTP, by path. */
export const ANSWERS: Readonly<Record<string, Behaviour>> = {
  fine: (socket) => socket.end(page('200 OK', FINE)),
  // Headers.
  'two-lengths': answer('Content-Length: 5', 'Content-Length: 50'),
  'two-locations': redirect('/fine\r\nLocation: /ok'),
  'two-dispositions': answer(
    'Content-Disposition: inline; filename="a"',
    'Content-Disposition: inline; filename="b"',
    'Content-Length: 0',
  ),
  'slow-headers': drip('HTTP/1.1 200 OK\r\nX-Slow: '),
  'cut-headers': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html'),
  'http2-frame': (socket) => socket.end(SETTINGS_FRAME),
  'smtp-banner': (socket) => socket.end('220 mail.example ESMTP ready\r\n'),
  'tls-record': (socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])),
  'no-status': (socket) => socket.end('HTTP/1.1 \r\n\r\n'),
  'status-text': (socket) => socket.end('HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n'),
  'continue-forever': repeat('HTTP/1.1 100 Continue\r\n\r\n'),
  // Redirects.
  'redirect-unsafe-port': redirect('http://127.0.0.1:25/'),
  'redirect-scheme': redirect('gopher://127.0.0.1/'),
  'redirect-file': redirect('file:///etc/hostname'),
  'redirect-data': redirect('data:text/html,hello'),
  'redirect-invalid': redirect('http://[not-an-address/'),
  'redirect-growing': (socket) => {
    socket.end(redirectTo(`/redirect-growing?${String(process.hrtime.bigint())}`));
  },
  'redirect-refused': redirect('http://127.0.0.1:9/'),
  'redirect-unknown-name': redirect('http://no-such-shop.invalid/'),
  // Bodies.
  'cut-body-reset': (socket) => {
    socket.write(head('200 OK', ['Content-Length: 5000']) + 'x'.repeat(100), () =>
      socket.resetAndDestroy(),
    );
  },
  'cut-chunks': (socket) => socket.end(chunked('5\r\nhello\r\n')),
  'bad-chunks': (socket) => socket.end(chunked('zz\r\nhello\r\n0\r\n\r\n')),
  'bad-deflate': encoded('deflate', Buffer.from('this is not deflated')),
  'bad-br': encoded('br', Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
  'bad-zstd': encoded('zstd', Buffer.from('this is not zstd at all')),
  'cut-gzip': encoded('gzip', zlib.gzipSync(FINE.repeat(50)).subarray(0, 60), 5_000),
  'cut-br': encoded('br', zlib.brotliCompressSync(FINE.repeat(50)).subarray(0, 40), 5_000),
  'stalled-body': (socket) => socket.write(head('200 OK', ['Content-Length: 5000']) + FINE),
  // Answers that are no page.
  'no-content': (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
  'reset-content': (socket) =>
    socket.end('HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n'),
  attachment: answer('Content-Disposition: attachment; filename="a.html"', 'Content-Length: 0'),
  'binary-file': (socket) => {
    socket.end(
      'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 3\r\n\r\nabc',
    );
  },
  ...Object.fromEntries(errorStatuses().map((status) => [`status-${status}`, statusOf(status)])),
};

/** Statuses of errors. */
export function errorStatuses(): readonly number[] {
  return [400, 401, 403, 405, 410, 418, 429, 451, 501, 502, 503, 504];
}

function statusOf(status: number): Behaviour {
  return (socket) => socket.end(page(`${status} Of The Server`, '<h1>Sorry</h1>'));
}

function answer(...headers: readonly string[]): Behaviour {
  return (socket) => socket.end(head('200 OK', headers));
}

function redirect(location: string): Behaviour {
  return (socket) => socket.end(redirectTo(location));
}

function redirectTo(location: string): string {
  return `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
}

function chunked(body: string): string {
  return head('200 OK', ['Transfer-Encoding: chunked']) + body;
}

function encoded(encoding: string, body: Buffer, length = body.length): Behaviour {
  return (socket) => {
    socket.write(head('200 OK', [`Content-Encoding: ${encoding}`, `Content-Length: ${length}`]));
    socket.end(body);
  };
}

function drip(start: string): Behaviour {
  return (socket) => {
    socket.write(start);
    every(socket, () => socket.write('d'));
  };
}

function repeat(text: string): Behaviour {
  return (socket) => every(socket, () => socket.write(text));
}

function every(socket: net.Socket, action: () => void): void {
  const timer = setInterval(action, DRIP_EVERY_MS);
  socket.on('close', () => clearInterval(timer));
}
