import { existsSync } from 'node:fs';
import { mkdir, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A file to write. */
export interface FileToWrite {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** True: it is there, and takes the place of what it was. Else it must not be there. */
  readonly replaces: boolean;
}

/** Takes back what was done, the last first. */
type Undo = () => Promise<unknown>;

/** Writes all of the files, or, where one cannot be written, none: then it throws what went wrong. */
export async function writeFiles(folder: string, files: readonly FileToWrite[]): Promise<void> {
  const undo: Undo[] = [];
  try {
    await makeFolder(folder, undo);
    // What is replaced comes last: nothing after it can fail.
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
    // A disk that is full leaves half a file; one that was there before is not ours.
    if (error.code !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined);
    throw error;
  });
  undo.push(async () => rm(file, { force: true }));
}

/** Makes the folders down to this one, each by itself: Node's recursive way never ends in `/proc`. */
async function makeFolder(folder: string, undo: Undo[]): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(path.dirname(folder), undo);
  await mkdir(folder);
  // Somebody else may have put something there meanwhile: then it stays.
  undo.push(async () => rmdir(folder).catch(() => undefined));
}

/** By a name of its own first, so that the file is the old one or the new one at every instant. */
async function replace({ file: named, text }: FileToWrite): Promise<void> {
  // What a link leads to, for the link is its owner's.
  const file = await realpath(named);
  const { mode } = await stat(file);
  const beside = `${file}.${process.pid}.new`;
  try {
    await writeFile(beside, text, { mode });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
