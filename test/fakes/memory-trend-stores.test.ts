import { trendStoresContract } from '../support/trend-stores-contract.ts';
import { memoryAnnotationStore, memoryFindingStore } from './memory-trend-stores.ts';

trendStoresContract('memory', async () => ({
  findings: memoryFindingStore(),
  annotations: memoryAnnotationStore(),
  close: async () => {},
}));
