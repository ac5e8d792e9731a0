import net from 'node:net';
import tls from 'node:tls';
import { assert, integer, nat, property } from 'fast-check';
import { readClientHello } from '../../../../lib/adapters/browser/forwarder/client-hello.ts';
import { closer, listen } from '../../../support/listening.ts';

let hello: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  hello = await firstBytes({ servername: 'Shop.example', ALPNProtocols: ['h2', 'http/1.1'] });
});

/** What Node's client sends first. */
async function firstBytes(options: tls.ConnectionOptions): Promise<Buffer> {
  const server = net.createServer();
  const close = closer(server);
  const port = await listen(server);
  const received = new Promise<Buffer>((resolve) => {
    server.once('connection', (socket) => socket.once('data', resolve));
  });
  const client = tls.connect({ ...options, host: '127.0.0.1', port });
  client.on('error', () => undefined);
  const bytes = await received;
  client.destroy();
  await close();

  return bytes;
}

/** The same message, cut into records of so many bytes. */
function inRecords(bytes: Buffer, length: number): Buffer {
  const message = bytes.subarray(5);
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += length) {
    const part = message.subarray(at, at + length);
    parts.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
  }

  return Buffer.concat(parts);
}

describe('readClientHello()', () => {
  it('readClientHello() reads the host, in lower case, and the protocols', () => {
    expect(readClientHello(hello)).toEqual({
      serverName: 'shop.example',
      protocols: ['h2', 'http/1.1'],
    });
  });

  it('readClientHello() has neither when the client sends neither', async () => {
    expect(readClientHello(await firstBytes({}))).toEqual({ serverName: null, protocols: [] });
  });

  it('readClientHello() waits for the end of the message, whatever the records', () => {
    assert(
      property(integer({ min: 1, max: 300 }), nat(), (length, cut) => {
        const bytes = inRecords(hello, length);
        const end = cut % bytes.length;

        expect(readClientHello(bytes.subarray(0, end))).toBe('partial');
        expect(readClientHello(bytes)).toMatchObject({ serverName: 'shop.example' });
      }),
    );
  });

  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
    ['an alert', Buffer.from([21, 3, 1, 0, 2, 2, 40])],
    ['a server’s message', Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0])],
  ])('readClientHello() is null for %s', (_, bytes) => {
    expect(readClientHello(bytes)).toBeNull();
  });

  it('readClientHello() never throws, whatever the bytes', () => {
    assert(
      property(nat(), integer({ min: 0, max: 255 }), (at, value) => {
        const bytes = Buffer.from(hello);
        bytes[at % bytes.length] = value;

        expect(() => readClientHello(bytes)).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});
