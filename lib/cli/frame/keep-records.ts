import { type EmbeddedStore, openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import type { Io } from './io.ts';
import type { Paths } from './paths.ts';
import { storeNotices } from './store-notices.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Opens the project's store on this machine, with the configured retention. */
export async function openStore(
  paths: Paths,
  config: Pick<ResolvedConfig, 'retention'>,
  io: Pick<Io, 'err'>,
): Promise<EmbeddedStore> {
  return openEmbeddedStore({
    ...storeNotices(io),
    dir: paths.stateDir,
    retentionDays: config.retention.runsMs / DAY_MS,
  });
}

/** Stores records. If that fails, prints a warning; the outcome of the runs does not change. */
export async function keepRecords(
  records: readonly RunRecord[],
  project: { readonly paths: Paths; readonly config: Pick<ResolvedConfig, 'retention'> },
  io: Io,
): Promise<void> {
  try {
    const embedded = await openStore(project.paths, project.config, io);
    try {
      for (const record of records) await embedded.store.putRun(record);
    } finally {
      await embedded.close();
    }
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: these runs could not be stored: ${reason}\n`);
  }
}
