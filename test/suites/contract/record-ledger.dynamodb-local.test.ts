import { dynamoRecordLedger } from '../../../lib/adapters/dynamodb/record-ledger.ts';
import { dynamoRunStore } from '../../../lib/adapters/dynamodb/run-store.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { recordLedgerContract } from '../../support/record-ledger-contract.ts';

recordLedgerContract('DynamoDB Local', async () => {
  const local = await startDynamoDbLocal();
  const store = dynamoRunStore(local);

  return {
    ledger: dynamoRecordLedger(local),
    stored: async ({ journey, region, runId }) => await store.getRun(journey, region, runId),
    store,
    close: () => local.close(),
  };
});
