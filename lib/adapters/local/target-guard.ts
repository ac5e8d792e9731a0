// Runs a command while its parent process lives: standard input is a pipe from the parent, and when
// it ends, the command and all its children are killed. This process leads a process group, which
// one signal ends.
import { spawn } from 'node:child_process';

const command = process.argv[2] ?? '';
const child = spawn(command, {
  shell: true,
  stdio: ['ignore', 'inherit', 'inherit'],
});

function end(): void {
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  child.kill();
  process.exit(0);
}

process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end);
child.on('exit', (code) => process.exit(code ?? 1));
