import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * LevelDB writes every change to its log first:
 * https://github.com/google/leveldb/blob/main/doc/impl.md
 */
const LOG_ENDING = '.log';

/**
 * A text that changes with every write to the embedded store of a folder, by any process. Reading
 * it needs no connection. Empty: there is no store.
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
    // No store yet, or a log was just replaced: the next call shows the change.
    return '';
  }
}
