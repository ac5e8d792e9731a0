import { execFileSync } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { runGuarded } from '../../../support/guarded-process.ts';
import { closer, listen } from '../../../support/listening.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

/** What Node does not do, other code in the process could: every call that the guard replaces. */
const EXPECTED = [
  'connect by number: EACCES',
  'connect by number to the base URL: done',
  'send on a connection: done',
  'fast open: EACCES',
  'io_uring: ENOSYS',
  'sendmsg: EACCES',
  'sendmsg by number: EACCES',
  'sendmmsg: 1 of 2',
  'sendmmsg refused first: EACCES',
  'sendto without a family: EACCES',
  // It ends a connection.
  'connect without a family: done',
  'a short address: EINVAL',
  'a raw socket: EACCES',
  'packets: EACCES',
  'a virtual machine: EACCES',
  'kill by number: EPERM',
  'tgkill: EPERM',
  // No thread of this process.
  'tkill: ESRCH',
  'tgkill itself: done',
  'a signal by descriptor: ENOSYS',
  'killpg: EPERM',
  'posix_spawn: EACCES',
  'execve: EACCES',
  'execve by number: EACCES',
  'execvp: EACCES',
  'execv: EACCES',
  'fexecve: EACCES',
];

describe('the guard of a worker', () => {
  it('checks calls by any function, by number and of any form', async () => {
    const dir = await temporaryDir();
    const server = net.createServer((socket) => socket.resume());
    const close = closer(server);
    try {
      const program = path.join(dir.path, 'calls');
      const source = path.resolve('test/integration/adapters/guard/calls.c');
      execFileSync('gcc', ['-w', source, '-o', program]);
      const port = await listen(server);

      const { reported, refusals } = await runGuarded({
        command: [program, String(port)],
        reach: { baseUrl: `http://127.0.0.1:${port}` },
      });

      expect(reported).toStrictEqual(EXPECTED);
      const counts = refusals.refused.map((each) => [each.address, each.protocol, each.count]);
      expect(counts).toStrictEqual([
        ['10.1.2.3', 'tcp', 2],
        ['10.1.2.3', 'udp', 5],
      ]);
    } finally {
      await close();
      await dir.remove();
    }
  });
});
