import { dynamoRunStore } from '../../../lib/adapters/dynamodb/run-store.ts';
import { startDynamoDbLocal, wantsDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { runStoreContract } from '../../support/run-store-contract.ts';

if (wantsDynamoDbLocal()) {
  runStoreContract('DynamoDB Local', async () => {
    const local = await startDynamoDbLocal();

    return { store: dynamoRunStore(local), close: () => local.close() };
  });
} else {
  test.todo('RunStore contract on DynamoDB Local: skipped, there is no java on this machine');
}
