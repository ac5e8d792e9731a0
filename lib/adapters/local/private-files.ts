import { chmod, mkdir, writeFile } from 'node:fs/promises';

/** Files with texts and pictures of pages are readable by their owner only. */
const PRIVATE_FILE_MODE = 0o600;
/** Mode of folders that hold such files. */
export const PRIVATE_FOLDER_MODE = 0o700;

/**
 * Creates a folder, and those above it that are missing, for this user only. One that exists keeps
 * its mode: its owner chose it. Windows has no modes.
 */
export async function makePrivateFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
}

/** Writes a file that only this user can read, also when it exists already. */
export async function writePrivateFile(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content, { mode: PRIVATE_FILE_MODE });
  await makePrivate(file);
}

/** Makes a file that exists, or with another mode a folder, readable by this user only. */
export async function makePrivate(file: string, mode = PRIVATE_FILE_MODE): Promise<void> {
  await chmod(file, mode);
}
