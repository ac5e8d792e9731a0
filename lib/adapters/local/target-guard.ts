// Runs a command for as long as the process that asked for it lives: standard input is a pipe from
// there, and its end, for whatever reason, ends the command and all that it started.
import { spawn } from 'node:child_process';

const command = process.argv[2] ?? '';
const child = spawn(command, {
  shell: true,
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: process.platform !== 'win32',
});

function end(): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The command has ended by itself.
  }
  process.exit(0);
}

process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end);
process.on('SIGINT', () => {
  // A terminal sends this to the whole group; the parent decides when it ends.
});
child.on('exit', (code) => process.exit(code ?? 1));
