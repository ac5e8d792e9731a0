import { dynamoRollupStore } from '../../../lib/adapters/dynamodb/rollup-store.ts';
import { dynamoWatchStore } from '../../../lib/adapters/dynamodb/watch-store.ts';
import { startDynamoDbLocal, wantsDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { jobStoresContract } from '../../support/job-stores-contract.ts';

if (wantsDynamoDbLocal()) {
  jobStoresContract('DynamoDB Local', async () => {
    const local = await startDynamoDbLocal();

    return {
      watches: dynamoWatchStore(local),
      rollups: dynamoRollupStore(local),
      close: () => local.close(),
    };
  });
} else {
  test.todo('job stores contract on DynamoDB Local: skipped, there is no java on this machine');
}
