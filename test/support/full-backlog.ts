import { spawn } from 'node:child_process';
import net from 'node:net';

/** A server whose queue of connections is full, so that the kernel drops every further SYN. */
export interface FullBacklog {
  readonly port: number;
  close(): void;
}

/** How long the child does not accept. Linux retransmits a SYN after 1 s (RFC 6298). */
const BLOCKED_MS = 700;
/** More than a queue of length 1 takes; those left over wait as the test's own connection does. */
const FILLERS = 4;

const CHILD = `
  const http = require('node:http');
  const server = http.createServer((request, response) => response.end('at last'));
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, server.address().port + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${BLOCKED_MS});
  });
`;

/**
 * Starts a web server that listens, accepts nothing for 0.7 s, and then answers: a connection
 * begun now has its first SYN dropped and its second, a second later, answered.
 */
export async function startFullBacklog(): Promise<FullBacklog> {
  const child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
    child.once('exit', (code) => reject(new Error(`The listening child exited with ${code}`)));
  });
  const fillers = Array.from({ length: FILLERS }, () => net.connect(port, '127.0.0.1'));
  for (const filler of fillers) filler.on('error', () => filler.destroy());
  await Promise.all(
    fillers.slice(0, 2).map(
      async (filler) =>
        new Promise<void>((resolve) => {
          filler.once('connect', () => resolve());
        }),
    ),
  );

  return {
    port,
    close: () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
