// Runs a command for as long as the process that asked for it lives: standard input is a pipe from
// there, and its end, for whatever reason, ends the command and all that it started. This process
// leads a group of its own, in which the command runs: one signal ends them all.
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
