import { openEmbeddedStore } from '../adapters/dynamodb/embedded.ts';
import type { RunRecord } from '../core/record/run-record.ts';
import type { Io } from './io.ts';
import type { Paths } from './paths.ts';

/** Writes records into the project's store. What cannot be kept is said; it changes no outcome. */
export async function keepRecords(
  records: readonly RunRecord[],
  paths: Paths,
  io: Io,
): Promise<void> {
  try {
    const embedded = await openEmbeddedStore({ dir: paths.stateDir });
    try {
      for (const record of records) await embedded.store.putRun(record);
    } finally {
      await embedded.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.err(`waywiser: these runs are not in the history: ${reason}\n`);
  }
}
