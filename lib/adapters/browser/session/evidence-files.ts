import path from 'node:path';
import { makePrivateFolder, writePrivateFile } from '../../local/private-files.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';

const FILE_NAMES: Readonly<Record<EvidenceItem['kind'], string>> = {
  screenshot: 'screenshot.png',
  trace: 'trace.zip',
  har: 'requests.har',
  console: 'console.json',
  source: 'source.html',
};

/** Path of a piece of evidence inside `dir`. */
export function evidenceFile(dir: string, kind: EvidenceItem['kind']): string {
  return path.join(dir, FILE_NAMES[kind]);
}

/** Writes a piece of evidence; creates its folder. */
export async function writeEvidence(file: string, content: string | Uint8Array): Promise<void> {
  await makePrivateFolder(path.dirname(file));
  await writePrivateFile(file, content);
}

/** The record's entry for a file; its path is relative to the project. */
export function evidenceItem(
  kind: EvidenceItem['kind'],
  file: string,
  request: AttemptRequest,
): EvidenceItem {
  const from = request.mode === 'evidence' ? 'evidence-run' : 'run';

  return { kind, path: path.relative(request.projectDir, file), from };
}

/** Whether a journey has secrets, so that its evidence may show them. */
export function hasSecrets({ secrets }: Pick<AttemptRequest, 'secrets'>): boolean {
  return Object.keys(secrets).length > 0;
}
