import net from 'node:net';
import { closer, listen } from '../../../support/listening.ts';
import { generatedAnswer } from './answer-grammar.ts';

/** A server of generated answers: `/a/7` is the answer with the number 7. */
export interface AnswerServer {
  readonly origin: string;
  close(): Promise<void>;
}

const FINAL = 'HTTP/1.1 200 OK\r\nX-Probe: kept\r\nContent-Length: 5\r\n\r\nfinal';
const PAGE =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<!doctype html><p>answers';

/** Starts the server on loopback. It ends each connection after one answer. */
export async function answerServer(): Promise<AnswerServer> {
  const server = net.createServer((socket) => {
    let request = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      request += bytes.toString('latin1');
      if (request.includes('\r\n\r\n')) socket.end(answerTo(request));
    });
  });
  const close = closer(server);
  const origin = `http://127.0.0.1:${await listen(server)}`;

  return { origin, close };
}

function answerTo(request: string): Buffer {
  const [, path = '/'] = request.split(' ', 2);
  const [, id] = /^\/a\/(\d+)$/.exec(path) ?? [];
  if (id !== undefined) return generatedAnswer(Number(id)).bytes;

  return Buffer.from(path === '/' ? PAGE : FINAL);
}
