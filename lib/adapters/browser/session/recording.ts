import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { redactor } from '../../../core/record/redact.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import { makePrivate, makePrivateFolder, writePrivateFile } from '../../local/private-files.ts';
import { withDeadline } from '../with-deadline.ts';
import { evidenceFile, evidenceItem, hasSecrets } from './evidence-files.ts';
import { redactArchive, redactBytes } from './redact-archive.ts';

/** Trace and HAR of a context in an evidence run. */
export interface ContextRecording {
  /** Writes the trace, while the context is open. Never rejects. */
  stop(deadlineMs: number): Promise<readonly EvidenceItem[]>;
  /** Redacts the HAR, which the context writes when it closes. Never rejects. */
  finish(deadlineMs: number): Promise<readonly EvidenceItem[]>;
}

const NOTHING: ContextRecording = { stop: async () => [], finish: async () => [] };

/** Context options for the HAR, which must be set when the context is created. */
export function harOptions(request: AttemptRequest): BrowserContextOptions {
  const file = recordingFile(request, 'har');
  if (file === null) return {};
  // A HAR encodes bodies in ways in which a secret would not be found.
  const content = hasSecrets(request) ? 'omit' : 'embed';

  return { recordHar: { path: file, content, mode: 'full' } };
}

/** Starts recording. A timing run records nothing, because snapshots halve a page's speed. */
export async function startRecording(
  context: BrowserContext,
  request: AttemptRequest,
  onWithheld: (kind: EvidenceItem['kind']) => void,
): Promise<ContextRecording> {
  const trace = recordingFile(request, 'trace');
  const har = recordingFile(request, 'har');
  if (trace === null || har === null) return NOTHING;
  await makePrivateFolder(path.dirname(trace));
  // A screenshot of a typed secret cannot be redacted.
  const screenshots = !hasSecrets(request);
  await context.tracing.start({ screenshots, snapshots: true, sources: false });
  const redact = redactor(Object.values(request.secrets));

  return {
    stop: async (deadlineMs) => {
      const written = context.tracing
        .stop({ path: trace })
        .then(async () => rewrite(trace, request, (bytes) => redactArchive(bytes, redact)));

      return keepComplete('trace', written, { file: trace, deadlineMs, request, onWithheld });
    },
    finish: async (deadlineMs) => {
      const written = rewrite(har, request, (bytes) => redactBytes(bytes, redact));

      return keepComplete('har', written, { file: har, deadlineMs, request, onWithheld });
    },
  };
}

function recordingFile(request: AttemptRequest, kind: 'trace' | 'har'): string | null {
  if (request.mode !== 'evidence' || request.evidenceDir === null) return null;

  return evidenceFile(request.evidenceDir, kind);
}

interface EvidenceFile {
  readonly file: string;
  readonly deadlineMs: number;
  readonly request: AttemptRequest;
  readonly onWithheld: (kind: EvidenceItem['kind']) => void;
}

/**
 * Keeps a file only if it was written and redacted completely; otherwise it could contain secrets.
 */
async function keepComplete(
  kind: 'trace' | 'har',
  written: Promise<void>,
  options: EvidenceFile,
): Promise<readonly EvidenceItem[]> {
  const { file, deadlineMs, request } = options;
  if (
    (await withDeadline(
      written.then(() => true),
      deadlineMs,
    )) === true
  ) {
    return [evidenceItem(kind, file, request)];
  }
  await rm(file, { force: true }).catch(() => undefined);
  if (hasSecrets(request)) options.onWithheld(kind);

  return [];
}

async function rewrite(
  file: string,
  request: AttemptRequest,
  clean: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  // The browser's driver chose the mode.
  await makePrivate(file);
  const isPlain = !hasSecrets(request) && request.plan.baseUrl?.includes('@') !== true;
  if (!isPlain) await writePrivateFile(file, clean(await readFile(file)));
}
