import { dynamoAnnotationStore } from '../../../lib/adapters/dynamodb/annotation-store.ts';
import { dynamoFindingStore } from '../../../lib/adapters/dynamodb/finding-store.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { trendStoresContract } from '../../support/trend-stores-contract.ts';

trendStoresContract('DynamoDB Local', async () => {
  const local = await startDynamoDbLocal();

  return {
    findings: dynamoFindingStore(local),
    annotations: dynamoAnnotationStore(local),
    close: () => local.close(),
  };
});
