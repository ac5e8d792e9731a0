import { recordLedgerContract } from '../support/record-ledger-contract.ts';
import { type LedgerItem, memoryRecordLedger } from './memory-record-ledger.ts';

recordLedgerContract('memory', async () => {
  const items = new Map<string, LedgerItem>();

  return {
    ledger: memoryRecordLedger(items),
    stored: async ({ runId }) => items.get(runId)?.record ?? null,
    store: null,
    close: async () => {},
  };
});
