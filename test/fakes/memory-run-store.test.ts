import { runStoreContract } from '../support/run-store-contract.ts';
import { memoryRunStore } from './memory-run-store.ts';

runStoreContract('memory', async () => ({ store: memoryRunStore(), close: async () => {} }));
