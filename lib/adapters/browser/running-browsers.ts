import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from './process-alive.ts';

/** A started browser, as stored for a later clean-up. */
export interface RunningBrowser {
  readonly pid: number | null;
  /** Its profile and its folder for temporary files. */
  readonly dirs: readonly string[];
}

const FOLDER = 'running';

/** Stores a note about a running browser. The returned function removes it. */
export async function noteRunning(
  cacheDir: string,
  running: RunningBrowser,
): Promise<() => Promise<void>> {
  const { pid } = running;
  if (pid === null) return async () => undefined;
  const file = path.join(cacheDir, FOLDER, `${pid}.json`);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(running));
  } catch {
    // Without a writable cache, there is no clean-up after a crash.
    return async () => undefined;
  }

  return async () => rm(file, { force: true });
}

/** Removes profiles and core dumps of browsers that were killed with their parent process. */
export async function sweepRemains(cacheDir: string): Promise<void> {
  const dir = path.join(cacheDir, FOLDER);
  const names = await readdir(dir).catch(() => []);
  await Promise.all(names.map((name) => sweepOne(path.join(dir, name))));
}

async function sweepOne(file: string): Promise<void> {
  const note = await readNote(file);
  if (note.pid !== null && isAlive(note.pid)) return;
  const remains = [...note.dirs, ...(await coreDumps(note.pid))];
  for (const each of remains) {
    await rm(each, { recursive: true, force: true }).catch(() => undefined);
  }
  await rm(file, { force: true });
}

async function readNote(file: string): Promise<RunningBrowser> {
  try {
    const note: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof note !== 'object' || note === null) return NOTHING;
    const pid = 'pid' in note && typeof note.pid === 'number' ? note.pid : null;
    const dirs = 'dirs' in note && Array.isArray(note.dirs) ? note.dirs : [];

    return { pid, dirs: dirs.filter(isOurs) };
  } catch {
    // Its process was killed while writing it: it contains nothing useful.
    return NOTHING;
  }
}

const NOTHING: RunningBrowser = { pid: null, dirs: [] };

/** Prefix of the browsers' folders for temporary files. */
export const TEMP_PREFIX = 'waywiser-browser-';

/** A file's content must not cause the removal of any other folder. */
function isOurs(dir: unknown): dir is string {
  if (typeof dir !== 'string' || !path.isAbsolute(dir)) return false;

  return /^(playwright_|waywiser-browser-)/.test(path.basename(dir));
}

/** On Lambda a crashed Chromium leaves `core.chromium.PID` in /tmp, as large as its memory. */
async function coreDumps(pid: number | null): Promise<readonly string[]> {
  if (pid === null) return [];
  const places = [...new Set(['/tmp', os.tmpdir()])];
  const found = await Promise.all(places.map(async (dir) => filesIn(dir)));

  return found.flat().filter((file) => /\/core[^/]*$/.test(file) && file.endsWith(`.${pid}`));
}

async function filesIn(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);

  return names.map((name) => path.join(dir, name));
}
