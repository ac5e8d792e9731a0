import { readdir, readFile } from 'node:fs/promises';

/** A process of a running browser. */
export interface BrowserProcess {
  readonly pid: string;
  /** `R` running, `S` sleeping, `T` stopped … */
  readonly state: string;
  readonly kind: 'page' | 'network' | 'other';
  readonly ageMs: number;
}

/** Fields of /proc/PID/stat after the name. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const STATE = 0;
const GROUP = 2;
const START_TICKS = 19;
/** USER_HZ, which is 100 on every architecture that is supported. */
const TICKS_PER_SECOND = 100;

/** The processes of a browser, from /proc; null where there is none. */
export async function browserProcesses(
  browserPid: number | null,
): Promise<readonly BrowserProcess[] | null> {
  const entries = await readdir('/proc').catch(() => null);
  if (entries === null || browserPid === null) return null;
  const pids = entries.filter((entry) => /^\d+$/.test(entry));
  // os.uptime() has whole seconds only.
  const uptimeS = Number.parseFloat(await readFile('/proc/uptime', 'utf8').catch(() => ''));
  const group = { id: browserPid, uptimeS };
  const found = await Promise.all(pids.map(async (pid) => memberOf(pid, group)));

  return found.filter((each) => each !== null);
}

// Playwright makes the browser the leader of a process group, which includes its helpers.
async function memberOf(
  pid: string,
  group: { readonly id: number; readonly uptimeS: number },
): Promise<BrowserProcess | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (Number(fields[GROUP]) !== group.id) return null;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const startedS = Number(fields[START_TICKS]) / TICKS_PER_SECOND;

  return {
    pid,
    state: fields[STATE] ?? '',
    kind: kindOf(command),
    ageMs: (group.uptimeS - startedS) * 1000,
  };
}

function kindOf(command: string): BrowserProcess['kind'] {
  if (command.includes('--type=renderer')) return 'page';

  return command.includes('=network.mojom.NetworkService') ? 'network' : 'other';
}
