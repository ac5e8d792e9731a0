import path from 'node:path';
import type { AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { type EvidenceFolder, isEvidenceFile } from './evidence-file.ts';

/**
 * A result with the evidence that really is evidence: regular files in the attempt's folder. What else
 * the worker reported is left out, and the log says so.
 */
export async function checkedEvidence(
  result: AttemptResult,
  { projectDir }: AttemptRequest,
  folder: EvidenceFolder | null,
): Promise<AttemptResult> {
  if (result.evidence.length === 0) return result;
  const accepted = await Promise.all(
    result.evidence.map(
      async (item) =>
        folder !== null && isEvidenceFile(path.resolve(projectDir, item.path), folder),
    ),
  );
  const evidence = result.evidence.filter((_, index) => accepted[index] === true);
  const left = result.evidence.length - evidence.length;
  if (left === 0) return result;
  const text = `${left} of ${result.evidence.length} evidence files are left out: expected regular files in the folder of their run`;

  return {
    ...result,
    evidence,
    log: [...result.log, { level: 'warning', text, atMs: 0, source: 'waywiser' }],
  };
}
