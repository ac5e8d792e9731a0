import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { readableAfterRefusal } from '../../../../lib/adapters/http/patient-socket.ts';

const ANSWER = 'HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\n\r\ntoo large';

/** A server in a thread of its own: it answers the first byte, closes, and raises the flag. */
const SERVER = `
  const { workerData, parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(workerData.answer, () => socket.destroy()));
    socket.once('close', () => {
      Atomics.store(workerData.flag, 0, 1);
      Atomics.notify(workerData.flag, 0);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const WAIT_MS = 10_000;
/** The first is answered by a reset; the one after it fails at once. */
const LATE_WRITES = 50;

describe('readableAfterRefusal()', () => {
  it('readableAfterRefusal() lets the answer be read when a write fails before it was', async () => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(SERVER, { eval: true, workerData: { answer: ANSWER, flag } });
    const [port] = await once(worker, 'message');
    const socket = net.connect({ host: '127.0.0.1', port: Number(port) });
    await once(socket, 'connect');
    readableAfterRefusal(socket);
    let received = '';
    socket.on('data', (bytes: Buffer) => {
      received += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => {
      for (const event of ['end', 'close']) socket.once(event, () => resolve());
    });

    // The answer and the end of the connection are in the socket before anything of them is read.
    socket.write('POST / HTTP/1.1\r\n');
    Atomics.wait(flag, 0, 0, WAIT_MS);
    for (let turn = 0; turn < LATE_WRITES; turn += 1) socket.write('x'.repeat(1000));
    await ended;

    socket.destroy();
    await worker.terminate();
    expect(received).toBe(ANSWER);
  });
});
