import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { writeStateFile } from '../../adapters/local/state-file.ts';

/** The clock of a compressed history; null: its file was damaged, so it is unknown. */
interface ClockState {
  /** Simulated seconds per second. */
  readonly scale: number | null;
  /** The time that it reached, in milliseconds since 1970. */
  readonly reachedMs: number | null;
}

/** A file next to the store; its presence means that the store's timestamps are not real. */
const CLOCK_FILE = 'clock.json';
const NOTE = 'The instants in this store come from a compressed clock.';

/** The clock of a folder's compressed history; null: the store of the folder is in real time. */
export function readClock(stateDir: string): ClockState | null {
  const file = fileIn(stateDir);
  if (!existsSync(file)) return null;

  return parsed(file) ?? { scale: null, reachedMs: null };
}

/** Stores the clock of a compressed history. */
export function writeClock(stateDir: string, { scale, reachedMs }: ClockState): void {
  const reached = reachedMs === null ? null : new Date(reachedMs).toISOString();
  writeStateFile(fileIn(stateDir), `${JSON.stringify({ note: NOTE, scale, reached }, null, 2)}\n`);
}

/**
 * Sets a damaged file aside and says so; null: it is in order, or there is none. Another one takes its
 * place, without a time, so that the history is still known to be a simulated one.
 */
export function setAsideDamagedClock(stateDir: string): string | null {
  const file = fileIn(stateDir);
  if (!existsSync(file) || parsed(file) !== null) return null;
  const aside = `${file}.damaged`;
  try {
    renameSync(file, aside);
    writeClock(stateDir, { scale: null, reachedMs: null });

    return `Cannot read ${file}: it is damaged; it was set aside as ${aside}. The time that this compressed history has reached is unknown`;
  } catch {
    // A folder that cannot be written: the command works without the file.
    return `Cannot read ${file}: it is damaged; delete it`;
  }
}

/** Null: it is damaged. */
function parsed(file: string): ClockState | null {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null) return null;
    const { scale, reached } = { scale: undefined, reached: undefined, ...content };
    if (scale === null && reached === null) return { scale, reachedMs: null };
    if (typeof scale !== 'number' || !(scale > 0) || typeof reached !== 'string') return null;
    const reachedMs = Date.parse(reached);

    return Number.isNaN(reachedMs) ? null : { scale, reachedMs };
  } catch {
    return null;
  }
}

function fileIn(stateDir: string): string {
  return path.join(stateDir, CLOCK_FILE);
}
