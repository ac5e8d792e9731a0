import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { EvidenceItem, RunRecord } from '../../core/record/run-record.ts';
import type { RunTicket } from '../../core/run/run-journey.ts';
import { withEvidenceFile } from '../evidence-file.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Uploads one file's content within a deadline. */
export type UploadEvidence = (
  upload: { readonly body: Uint8Array; readonly key: string; readonly contentType: string },
  deadlineMs: number,
) => Promise<void>;

/** The run whose evidence is uploaded, and the prefix of its keys. */
interface UploadTicket extends RunTicket {
  readonly keyPrefix: string;
}

const CONTENT_TYPES: Readonly<Record<EvidenceItem['kind'], string>> = {
  screenshot: 'image/png',
  trace: 'application/zip',
  har: 'application/json',
  console: 'application/json',
  // As text, so that the page is not rendered under the bucket's origin.
  source: 'text/plain; charset=utf-8',
};

/** Deadline of each file; all files are uploaded in parallel. */
const UPLOAD_DEADLINE_MS = 5_000;

/**
 * Uploads the evidence of a run and removes the files. In the returned record, paths are object
 * keys. A file that could not be uploaded is left out, and the run's log says so; the outcome never
 * changes.
 */
export async function uploadEvidence(
  record: RunRecord,
  ticket: UploadTicket,
  upload: () => Promise<UploadEvidence>,
): Promise<RunRecord> {
  const { evidenceDir } = ticket;
  if (evidenceDir === null) return record;
  try {
    return record.evidence.length === 0
      ? record
      : await withUploaded(record, { ...ticket, evidenceDir }, await upload());
  } catch (error) {
    return withoutEvidence(record, error);
  } finally {
    await rm(evidenceDir, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function withUploaded(
  record: RunRecord,
  ticket: UploadTicket & { readonly evidenceDir: string },
  upload: UploadEvidence,
): Promise<RunRecord> {
  // The folder's own path has no link: the runner has resolved it before any journey ran.
  const folder = { given: ticket.evidenceDir, real: ticket.evidenceDir };
  const uploaded = await Promise.all(
    record.evidence.map(async (item) => {
      const file = path.resolve(ticket.projectDir, item.path);
      const inside = path.relative(ticket.evidenceDir, file).split(path.sep).join('/');
      const key = `${ticket.keyPrefix}/${inside}`;
      try {
        const body = await withEvidenceFile(file, folder, async (handle) => handle.readFile());
        await upload({ body, key, contentType: CONTENT_TYPES[item.kind] }, UPLOAD_DEADLINE_MS);

        return { item: { ...item, path: key }, problem: null };
      } catch (error) {
        return {
          item: null,
          problem: `The ${item.kind} could not be uploaded: ${errorText(error)}`,
        };
      }
    }),
  );
  const evidence = uploaded.flatMap(({ item }) => (item === null ? [] : [item]));
  const problems = uploaded.flatMap(({ problem }) => (problem === null ? [] : [problem]));

  return { ...record, evidence, log: [...record.log, ...problems.map(warning)] };
}

function withoutEvidence(record: RunRecord, error: unknown): RunRecord {
  const problem = `No evidence could be uploaded: ${errorText(error)}`;

  return { ...record, evidence: [], log: [...record.log, warning(problem)] };
}

/** A warning of the platform in a run's log. */
export function warning(text: string): RunRecord['log'][number] {
  return { level: 'warning', text, atMs: 0, source: 'waywiser' };
}
