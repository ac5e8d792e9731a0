import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { runStoreContract } from '../../../support/run-store-contract.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

runStoreContract('dynalite', async () => {
  const dir = await temporaryDir();
  const embedded = await openEmbeddedStore({ dir: dir.path });

  return {
    store: embedded.store,
    close: async () => {
      await embedded.close();
      await dir.remove();
    },
  };
});
