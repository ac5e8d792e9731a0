import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that lives in an execution environment. */
export interface Inhabitant {
  readonly pid: number;
  readonly command: string;
  /** Memory that is its own: not the pages of a binary, which all processes of a browser share. */
  readonly ownBytes: number;
}

const BYTES_PER_KB = 1_024;

/**
 * The processes whose working folder is in `dir`, of any parent: a browser leads a
 * process group of its own and outlives a worker. Linux only: it reads /proc.
 */
export function inhabitants(dir: string): readonly Inhabitant[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readlinkSync(`/proc/${name}/cwd`).startsWith(dir)) return [];
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

        return [{ pid: Number(name), command, ownBytes: ownBytes(status) }];
      } catch {
        // It ended between the listing and the reading, or belongs to somebody else.
        return [];
      }
    });
}

/** Sends a signal to each of them. */
export function signalAll(dir: string, signal: NodeJS.Signals): void {
  for (const { pid } of inhabitants(dir)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended between the listing and the signal.
    }
  }
}

function ownBytes(status: string): number {
  return ['RssAnon', 'RssShmem']
    .map((name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0))
    .reduce((sum, kilobytes) => sum + kilobytes * BYTES_PER_KB, 0);
}
