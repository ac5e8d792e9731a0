import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LocalEndpoint } from './client.ts';

/** Where the store of a project is served just now, and by whom. */
export interface StoreAddress extends LocalEndpoint {
  readonly pid: number;
}

/** Only this user may read it: who knows the key may read and write the store. */
const PRIVATE_FILE_MODE = 0o600;

/** Reads where the store is served; null when nobody says so, or in no readable way. */
export async function readStoreAddress(dir: string): Promise<StoreAddress | null> {
  try {
    const content: Partial<StoreAddress> | null = JSON.parse(await readFile(fileIn(dir), 'utf8'));
    const { endpoint, accessKeyId, pid } = content ?? {};
    if (typeof endpoint !== 'string' || typeof accessKeyId !== 'string') return null;

    return { endpoint, accessKeyId, pid: Number(pid) };
  } catch {
    // Missing, half-written by a full disk, or not ours to read: it helps nobody, so it counts as absent.
    return null;
  }
}

/** Says where the store is served. Only who holds the database may call this. */
export async function writeStoreAddress(dir: string, address: StoreAddress): Promise<void> {
  const draft = `${fileIn(dir)}.tmp`;
  await rm(draft, { force: true });
  await writeFile(draft, `${JSON.stringify(address)}\n`, { mode: PRIVATE_FILE_MODE });
  await rename(draft, fileIn(dir));
}

/** Takes an address back, unless another has been written since. */
export async function removeStoreAddress(dir: string, address: StoreAddress): Promise<void> {
  const current = await readStoreAddress(dir);
  if (current?.accessKeyId === address.accessKeyId) await rm(fileIn(dir), { force: true });
}

function fileIn(dir: string): string {
  return path.join(dir, 'store.json');
}
