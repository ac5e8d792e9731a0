import { once } from 'node:events';
import net from 'node:net';
import { isOwnConnection } from '../../../../lib/adapters/browser/forwarder/loopback-user.ts';
import { closer, listen } from '../../../support/listening.ts';

/** What it says of a connection over loopback, to this user or to one with another id. */
async function isOwn(user: number | null): Promise<boolean | null> {
  const server = net.createServer();
  const close = closer(server);
  const client = net.connect(await listen(server), '127.0.0.1');
  const [accepted]: net.Socket[] = await once(server, 'connection');
  const { localPort, remotePort } = accepted ?? {};

  const found = await isOwnConnection({ localPort, remotePort }, user);

  client.destroy();
  await close();

  return found;
}

describe('isOwnConnection()', () => {
  it('isOwnConnection() is true for a client of this user, as its server sees it', async () => {
    expect(await isOwn(process.getuid?.() ?? null)).toBe(true);
  });

  it('isOwnConnection() is false for a client of another user', async () => {
    expect(await isOwn(4_242_424)).toBe(false);
  });

  it('isOwnConnection() is false for a connection that there is not', async () => {
    expect(await isOwnConnection({ localPort: 1, remotePort: 2 })).toBe(false);
  });

  it('isOwnConnection() is null where there are no users', async () => {
    expect(await isOwn(null)).toBeNull();
  });
});
