import dgram from 'node:dgram';
import http from 'node:http';
import type net from 'node:net';
import { PUBLIC_ADDRESS, PUBLIC_IPV6 } from './network.ts';

/** What reached a way's stand-in. */
export interface Reached {
  connections: number;
  requests: number;
  datagrams: number;
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Whether a connection arrived at the public address, where the site is. */
export function isPublic(socket: net.Socket): boolean {
  const address = (socket.localAddress ?? '').replace(/^::ffff:/, '');

  return address === PUBLIC_ADDRESS || address === PUBLIC_IPV6;
}

/**
 * Listens on a port of every address of this namespace, by TCP and UDP, and counts what arrives at any
 * address but the public one. There, the port serves the site.
 */
export async function standIn(port: number, site: Handler): Promise<Reached> {
  const reached: Reached = { connections: 0, requests: 0, datagrams: 0 };
  const server = http.createServer((request, response) => {
    if (isPublic(request.socket)) {
      site(request, response);

      return;
    }
    reached.requests += 1;
    response.setHeader('access-control-allow-origin', '*');
    response.end('inside');
  });
  server.on('connection', (socket) => {
    if (!isPublic(socket)) reached.connections += 1;
  });
  server.on('upgrade', (request, socket) => {
    if (!isPublic(request.socket)) reached.requests += 1;
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const datagrams = dgram.createSocket('udp6');
  datagrams.on('message', () => (reached.datagrams += 1));
  await Promise.all([
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '::', resolve);
    }),
    new Promise<void>((resolve) => {
      datagrams.bind(port, '::', resolve);
    }),
  ]);

  return reached;
}
