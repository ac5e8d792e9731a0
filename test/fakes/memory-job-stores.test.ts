import { jobStoresContract } from '../support/job-stores-contract.ts';
import { memoryRollupStore, memoryWatchStore } from './memory-job-stores.ts';

jobStoresContract('memory', async () => {
  const rollups = memoryRollupStore();

  return {
    watches: memoryWatchStore(),
    rollups: { ...rollups, putRollup: async (...dated) => rollups.putRollup(...dated) },
    close: async () => {},
  };
});
