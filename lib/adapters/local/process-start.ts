import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const PS_DEADLINE_MS = 2_000;
/** Fields after the name of the program, which may hold blanks and parentheses: proc_pid_stat(5). */
const START_TICKS_FIELD = 19;

/**
 * When a process started, as the system prints it: a later process with the same id started at another
 * time. Null: it is not known.
 */
export function processStart(pid: number): string | null {
  try {
    return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  } catch {
    // It has ended, or the system does not tell.
    return null;
  }
}

/** Ticks since the machine was booted, which begin at 0 at each boot. */
function startOnLinux(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TICKS_FIELD];
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

  return ticks === undefined ? null : `${boot} ${ticks}`;
}

function startByPs(pid: number): string | null {
  if (process.platform === 'win32') return null;
  const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    timeout: PS_DEADLINE_MS,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

  return text === '' ? null : text;
}
