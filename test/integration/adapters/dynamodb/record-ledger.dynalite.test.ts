import { dynamoRecordLedger } from '../../../../lib/adapters/dynamodb/record-ledger.ts';
import { embeddedTable } from '../../../support/embedded-table.ts';
import { recordLedgerContract } from '../../../support/record-ledger-contract.ts';

recordLedgerContract('dynalite', async () => {
  const embedded = await embeddedTable();
  const { client, table, store } = embedded;

  return {
    ledger: dynamoRecordLedger({ client, table }),
    stored: async ({ journey, region, runId }) => await store.getRun(journey, region, runId),
    store,
    close: () => embedded.close(),
  };
});
