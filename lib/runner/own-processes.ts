import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that descends from a worker. */
export interface OwnProcess {
  readonly pid: number;
  /** As the system prints it: a later process with the same id started at another time. */
  readonly startedAt: string;
}

/** What the system knows about a process. */
interface ProcessFacts extends OwnProcess {
  readonly parent: number;
  readonly group: number;
}

/** Deepest chain of parents from a browser to its worker: a wrapper script may be between them. */
const MAX_GENERATIONS = 8;
const PS_DEADLINE_MS = 2_000;

/**
 * The processes among `pids` that descend from the worker, at this moment. A worker reports them, and
 * a journey can report any number in its name: the others are left out, and so never killed.
 */
export function ownProcesses(
  workerPid: number | undefined,
  pids: readonly number[],
): readonly OwnProcess[] {
  if (workerPid === undefined) return [];

  return pids.flatMap((pid) => {
    const facts = processFacts(pid);

    return facts !== null && descendsFrom(facts, workerPid)
      ? [{ pid, startedAt: facts.startedAt }]
      : [];
  });
}

/** Kills processes and the groups that they lead, unless another process has their id by now. */
export function killOwn(processes: readonly OwnProcess[]): void {
  for (const { pid, startedAt } of processes) {
    const facts = processFacts(pid);
    if (facts === null || facts.startedAt !== startedAt) continue;
    // The browser leads a process group: killing the group also ends renderers in endless loops.
    if (facts.group === pid) signal(-pid);
    signal(pid);
  }
}

/** The processes that descend from a worker now, as far as the system lists them (on Linux). */
export function descendantsOf(workerPid: number | undefined): readonly OwnProcess[] {
  if (workerPid === undefined || process.platform !== 'linux') return [];
  let pids = childrenOf(workerPid);
  const all = [...pids];
  for (let generation = 0; pids.length > 0 && generation < MAX_GENERATIONS; generation += 1) {
    pids = pids.flatMap(childrenOf);
    all.push(...pids);
  }

  return ownProcesses(workerPid, all);
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .map(Number)
        .filter((child) => child > 0),
    );
  } catch {
    // It has ended, or this kernel does not list children.
    return [];
  }
}

function signal(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

function descendsFrom(first: ProcessFacts, workerPid: number): boolean {
  let facts: ProcessFacts | null = first;
  for (let generation = 0; facts !== null && generation < MAX_GENERATIONS; generation += 1) {
    if (facts.parent === workerPid) return true;
    facts = processFacts(facts.parent);
  }

  return false;
}

function processFacts(pid: number): ProcessFacts | null {
  if (!Number.isSafeInteger(pid) || pid <= 1 || pid === process.pid) return null;
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    // It has ended, or this system has no such listing.
    return null;
  }
}

/** Fields of /proc/PID/stat after the command's name, from `man proc`: the start time is the 22nd of all. */
const STAT_FIELDS = { parent: 1, group: 2, startedAt: 19 } as const;

function fromProc(pid: number): ProcessFacts | null {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name is in brackets and may hold anything, brackets and spaces too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startedAt = fields[STAT_FIELDS.startedAt];
  if (startedAt === undefined) return null;

  return {
    pid,
    startedAt,
    parent: Number(fields[STAT_FIELDS.parent]),
    group: Number(fields[STAT_FIELDS.group]),
  };
}

function fromPs(pid: number): ProcessFacts | null {
  const text = execFileSync('ps', ['-o', 'ppid=,pgid=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: PS_DEADLINE_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [parent = '', group = '', ...started] = text.trim().split(/\s+/);
  if (started.length === 0) return null;

  return { pid, startedAt: started.join(' '), parent: Number(parent), group: Number(group) };
}
