import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process and everything that descends from it. Linux only: it reads /proc. */
export interface TreeReading {
  readonly processes: number;
  readonly residentBytes: number;
}

const PAGE_BYTES = 4_096;
/** Fields of /proc/PID/stat after the command's name, from `man proc`: ppid is the second, rss the 22nd. */
const PARENT_FIELD = 1;
const RESIDENT_FIELD = 21;

/** Process ids and command lines of the descendants of a process. */
export function descendantCommands(
  pid: number,
): readonly { readonly pid: number; readonly command: string }[] {
  return statsBelow(pid).flatMap((stat) => {
    try {
      const command = readFileSync(`/proc/${stat.pid}/cmdline`, 'utf8').replaceAll('\0', ' ');

      return [{ pid: stat.pid, command }];
    } catch {
      // It ended between the listing and the reading.
      return [];
    }
  });
}

/** Reads the descendants of a process, itself not counted. */
export function descendants(pid: number): TreeReading {
  const own = statsBelow(pid);

  return {
    processes: own.length,
    residentBytes: own.reduce((sum, stat) => sum + stat.residentBytes, 0),
  };
}

function statsBelow(pid: number): readonly Stat[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = all.flatMap((name) => readStat(Number(name)));
  const inside = new Set([pid]);
  for (let grown = true; grown;) {
    const found = stats.filter((stat) => inside.has(stat.parent) && !inside.has(stat.pid));
    for (const stat of found) inside.add(stat.pid);
    grown = found.length > 0;
  }

  return stats.filter((stat) => inside.has(stat.pid) && stat.pid !== pid);
}

/** Command lines of all processes whose working folder is in `dir`, started by any process. */
export function processesIn(dir: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const inside = readlinkSync(`/proc/${name}/cwd`).startsWith(dir);

        return inside ? [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        // It ended between the listing and the reading, or belongs to somebody else.
        return [];
      }
    });
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
}

function readStat(pid: number): readonly Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');

    return [
      {
        pid,
        parent: Number(fields[PARENT_FIELD]),
        residentBytes: Number(fields[RESIDENT_FIELD]) * PAGE_BYTES,
      },
    ];
  } catch {
    // It ended between the listing and the reading.
    return [];
  }
}
