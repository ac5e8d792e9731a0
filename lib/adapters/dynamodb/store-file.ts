import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { writePrivateFile } from '../local/private-files.ts';
import type { LocalEndpoint } from './client.ts';

/** Address and process of the server of a project's store. */
export interface StoreAddress extends LocalEndpoint {
  readonly pid: number;
}

/** Reads the address of the store's server; null if there is none or the file is not readable. */
export async function readStoreAddress(dir: string): Promise<StoreAddress | null> {
  try {
    const content: Partial<StoreAddress> | null = JSON.parse(await readFile(fileIn(dir), 'utf8'));
    const { endpoint, accessKeyId, pid } = content ?? {};
    if (typeof endpoint !== 'string' || typeof accessKeyId !== 'string') return null;

    return { endpoint, accessKeyId, pid: Number(pid) };
  } catch {
    // Missing, incomplete or not readable: treated as absent.
    return null;
  }
}

/**
 * Writes the address of the store's server. Only the process that has the database open may call
 * this.
 */
export async function writeStoreAddress(dir: string, address: StoreAddress): Promise<void> {
  const draft = `${fileIn(dir)}.tmp`;
  await rm(draft, { force: true });
  // The key gives access to the store.
  await writePrivateFile(draft, `${JSON.stringify(address)}\n`);
  await rename(draft, fileIn(dir));
}

/** Removes the address, unless another one has been written since. */
export async function removeStoreAddress(dir: string, address: StoreAddress): Promise<void> {
  const current = await readStoreAddress(dir);
  if (current?.accessKeyId === address.accessKeyId) await rm(fileIn(dir), { force: true });
}

function fileIn(dir: string): string {
  return path.join(dir, 'store.json');
}
