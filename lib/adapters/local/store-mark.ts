import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** LevelDB writes everything into its log first, at once: https://github.com/google/leveldb/blob/main/doc/impl.md */
const LOG_ENDING = '.log';

/**
 * A text that changes whenever anything is written into the embedded store of a folder, by whatever
 * process. Reading it costs nothing, and asks nobody. Empty: there is no store.
 */
export async function storeMark(dir: string): Promise<string> {
  const db = path.join(dir, 'db');
  try {
    const logs = (await readdir(db)).filter((name) => name.endsWith(LOG_ENDING)).toSorted();
    const marks = await Promise.all(
      logs.map(async (name) => {
        const { size, mtimeMs } = await stat(path.join(db, name));
        return `${name} ${size} ${mtimeMs}`;
      }),
    );

    return marks.join('\n');
  } catch {
    // None yet, or a log that another took the place of in this moment: the next look tells.
    return '';
  }
}
