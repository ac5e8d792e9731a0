import type { EvidenceFiles } from '../core/dashboard/dashboard-ports.ts';
import type { WebAnswer } from '../core/dashboard/web-port.ts';
import type { RunStore } from '../core/ports.ts';
import type { EvidenceItem } from '../core/record/run-record.ts';
import { isRunId } from '../core/store/run-id.ts';
import type { PageAddress } from './page-address.ts';
import { ownValue } from '../core/base/own-value.ts';

/** The stores of evidence. */
export interface EvidenceParts {
  readonly store: Pick<RunStore, 'getRun'>;
  readonly evidence: EvidenceFiles;
}

const PICTURES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/**
 * A piece of a run's evidence; null: there is none. The address only has its number in the record:
 * its path comes from the record.
 */
export async function evidenceAnswer(
  { run, index }: Extract<PageAddress, { kind: 'evidence' }>,
  { store, evidence }: EvidenceParts,
): Promise<WebAnswer | null> {
  if (!isRunId(run.runId)) return null;
  const record = await store.getRun(run.journey, run.region, run.runId);
  const item = record?.evidence[index];
  if (record === null || item === undefined) return null;
  const file = await evidence.open(record, item);

  return file === null ? null : { kind: 'file', ...typeOf(item), file };
}

/** Only pictures are shown. Everything else comes from the target, and is saved. */
function typeOf({ kind, path }: EvidenceItem): {
  readonly contentType: string;
  readonly saveAs: string | null;
} {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = name.slice(name.lastIndexOf('.')).toLowerCase();
  const picture = kind === 'screenshot' ? ownValue(PICTURES, ending) : undefined;
  if (picture !== undefined) return { contentType: picture, saveAs: null };
  const isText = kind === 'console' || kind === 'source';

  return {
    contentType: isText ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    saveAs: name,
  };
}
