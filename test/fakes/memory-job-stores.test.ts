import { jobStoresContract } from '../support/job-stores-contract.ts';
import { memoryRollupStore } from './memory-rollup-store.ts';
import { memoryWatchStore } from './memory-job-stores.ts';

jobStoresContract('memory', async () => ({
  watches: memoryWatchStore(),
  rollups: memoryRollupStore(),
  close: async () => {},
}));
