import { dynamoRollupStore } from '../../../lib/adapters/dynamodb/rollup-store.ts';
import { dynamoWatchStore } from '../../../lib/adapters/dynamodb/watch-store.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { jobStoresContract } from '../../support/job-stores-contract.ts';

jobStoresContract('DynamoDB Local', async () => {
  const local = await startDynamoDbLocal();

  return {
    watches: dynamoWatchStore(local),
    rollups: dynamoRollupStore(local),
    close: () => local.close(),
  };
});
