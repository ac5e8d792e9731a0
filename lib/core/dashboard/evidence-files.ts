import type { EvidenceItem, RunRecord } from '../record/run-record.ts';
import type { EvidenceShelf } from './dashboard-ports.ts';
import type { OpenFile } from './web-port.ts';

/** Evidence that can be looked at, too. */
export interface EvidenceFiles extends EvidenceShelf {
  /**
   * Opens what the record names; null: it is no longer kept, or lies outside the evidence. Rejects, with
   * what to do about it, where it cannot be had though it should be there.
   */
  open(record: RunRecord, item: EvidenceItem): Promise<OpenFile | null>;
}
