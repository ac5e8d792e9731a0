import type { BrowserContext } from 'playwright-core';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import type { AttemptRequest } from '../../../core/run/attempt.ts';

/** A recording of everything a context does, in evidence runs. */
export interface Recording {
  /** Before the context closes. Never rejects. */
  stop(deadlineMs: number): Promise<readonly EvidenceItem[]>;
  /** After it has closed. Never rejects. */
  finish(): Promise<readonly EvidenceItem[]>;
}

/** Starts it; in a timing run it records nothing. */
export async function startRecording(
  _context: BrowserContext,
  _request: AttemptRequest,
): Promise<Recording> {
  return { stop: async () => [], finish: async () => [] };
}
