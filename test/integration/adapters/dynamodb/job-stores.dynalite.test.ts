import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { jobStoresContract } from '../../../support/job-stores-contract.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

jobStoresContract('dynalite', async () => {
  const dir = await temporaryDir();
  const embedded = await openEmbeddedStore({ dir: dir.path });

  return {
    watches: embedded.watches,
    rollups: embedded.rollups,
    close: async () => {
      await embedded.close();
      await dir.remove();
    },
  };
});
