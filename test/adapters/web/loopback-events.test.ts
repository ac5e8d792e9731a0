import { connect } from 'node:net';
import type { EventSink } from '../../../lib/core/dashboard/web-port.ts';
import { eventually } from '../../support/eventually.ts';
import { POLICY, served } from '../../support/served-web.ts';
import { ask, readEvents } from '../../support/web-request.ts';

describe('serveLoopback() with events', () => {
  it('serveLoopback() sends events at once, and calls back when the client leaves', async () => {
    const sinks: EventSink[] = [];
    let gone = 0;
    const { port } = await served(async ({ lastEventId }) => ({
      kind: 'events',
      listen: (sink) => {
        sinks.push(sink);
        sink.send(`data: after ${lastEventId}\n\n`);
        return () => void (gone += 1);
      },
    }));
    const reader = await readEvents(port, { path: '/', headers: { 'last-event-id': 'a-7' } });

    await reader.until('data: after a-7\n\n');
    const sink = await firstOf(sinks);
    sink.send('data: more\n\n');
    await reader.until('data: more\n\n');
    reader.close();
    await eventually('the reader has gone', 5_000, () => gone === 1);

    expect(reader.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(reader.headers['content-security-policy']).toBe(POLICY);
    expect(sink.send('data: nobody\n\n')).toBe(false);
  });

  it('serveLoopback() drops a client that does not read its events', async () => {
    const sinks: EventSink[] = [];
    const { port } = await served(async () => ({
      kind: 'events',
      listen: (sink) => {
        sinks.push(sink);
        return () => undefined;
      },
    }));
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    socket.pause();
    const slow = await firstOf(sinks);

    let sent = 0;
    while (sent < 10_000 && slow.send('x'.repeat(65_536))) {
      sent += 1;
      await new Promise(setImmediate);
    }
    socket.destroy();

    expect(sent).toBeLessThan(10_000);
    expect(slow.send('more')).toBe(false);
  });

  it('close() ends open event streams', async () => {
    const server = await served(async () => ({
      kind: 'events',
      listen: (sink) => {
        sink.send(': open\n\n');
        return () => undefined;
      },
    }));
    const reader = await readEvents(server.port, { path: '/' });
    await reader.until(': open');

    await server.close();

    await reader.ended;
    await expect(ask(server.port, '/')).rejects.toThrow('ECONNREFUSED');
  });
});

async function firstOf<T>(list: readonly T[]): Promise<T> {
  return await eventually('there is one', 5_000, () => list[0]);
}
