import { existsSync } from 'node:fs';
import { mkdir, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A file to write, new or in place of an existing one. */
interface FileToWrite {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** True: replaces an existing file. False: the file must not exist. */
  readonly replaces: boolean;
}

/** Undo actions, to be run in reverse order. */
type Undo = () => Promise<unknown>;

/** Writes all files. If one fails, removes those that were written and throws the error. */
export async function writeFiles(folder: string, files: readonly FileToWrite[]): Promise<void> {
  const undo: Undo[] = [];
  try {
    await makeFolder(folder, undo);
    // Replacements come last, so that no failure can follow them.
    for (const each of files.filter(({ replaces }) => !replaces)) await writeNew(each, undo);
    for (const each of files.filter(({ replaces }) => replaces)) await replace(each);
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}

async function writeNew({ file, text }: FileToWrite, undo: Undo[]): Promise<void> {
  await makeFolder(path.dirname(file), undo);
  await writeFile(file, text, { flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
    // A full disk leaves half a file; a file that existed before is not removed.
    if (error.code !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined);
    throw error;
  });
  undo.push(async () => rm(file, { force: true }));
}

/** Creates missing parent folders one by one: Node's recursive mode never returns in `/proc`. */
async function makeFolder(folder: string, undo: Undo[]): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(path.dirname(folder), undo);
  await mkdir(folder);
  // Another process may have written to it meanwhile: then the folder stays.
  undo.push(async () => rmdir(folder).catch(() => undefined));
}

/** Writes to a temporary file and renames it, so that the file is never half written. */
async function replace({ file: named, text }: FileToWrite): Promise<void> {
  // Follows a link, so that the link itself stays.
  const file = await realpath(named);
  const { mode } = await stat(file);
  const temporary = `${file}.${process.pid}.new`;
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
