import { dynamoRunStore } from '../../../lib/adapters/dynamodb/run-store.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { runStoreContract } from '../../support/run-store-contract.ts';

runStoreContract('DynamoDB Local', async () => {
  const local = await startDynamoDbLocal();

  return { store: dynamoRunStore(local), close: () => local.close() };
});
