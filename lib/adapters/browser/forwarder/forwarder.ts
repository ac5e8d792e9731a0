import { once } from 'node:events';
import net from 'node:net';
import { RunFailure } from '../../../core/record/outcome.ts';
import {
  type AttemptTunnels,
  attemptTunnels,
  type ForwardedAttempt,
  type Tunnels,
} from './attempt-tunnels.ts';
import { makeLeafKey, rehearseLeaf } from './leaf-certificate.ts';

/** Where a browser finds the forwarder, and by which key it knows it. */
export interface ForwarderPlace {
  readonly port: number;
  /** SHA-256 of its public key, in base64. */
  readonly keyHash: string;
}

/** Leads connections of a browser to one server, with a client certificate. */
export interface Forwarder {
  readonly place: ForwarderPlace;
  /** Accepts connections for an attempt, until its end; at other times they are closed at once. */
  begin(attempt: ForwardedAttempt): Tunnels;
}

const LOOPBACK = '127.0.0.1';

/** Listens at a port of loopback; 0: any. */
export async function openForwarder(port: number): Promise<Forwarder> {
  const key = makeLeafKey();
  rehearseLeaf(key);
  let current: AttemptTunnels | null = null;
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (current === null) socket.destroy();
    else void current.serve(socket);
  });
  const place = { port: await listen(server, port), keyHash: key.hash };

  return {
    place,
    begin: (attempt) => {
      current?.close();
      const began = attemptTunnels(attempt, key);
      current = began;

      return {
        ...began,
        close: () => {
          if (current === began) current = null;
          began.close();
        },
      };
    },
  };
}

/** It does not keep the process alive. */
async function listen(server: net.Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new RunFailure(
      'monitor.network',
      `Cannot lead the browser's connections to the target: port ${port} of this machine cannot be opened`,
      { cause: error },
    );
  }
  server.unref();
  const address = server.address();

  return address === null || typeof address === 'string' ? port : address.port;
}
