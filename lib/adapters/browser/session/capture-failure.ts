import type { Page } from 'playwright-core';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import type { AttemptRequest } from '../../../core/run/attempt.ts';
import type { ConsoleLog } from './console-log.ts';

/** What is captured. */
export interface CaptureSubject {
  readonly page: Page;
  readonly console: ConsoleLog;
  readonly redact: (text: string) => string;
}

/** Where to, and how long it may take. */
export interface CaptureOptions {
  readonly dir: string;
  readonly deadlineMs: number;
  readonly request: AttemptRequest;
}

/** Keeps what the page shows at the moment of failure. Never rejects. */
export async function captureFailure(
  _subject: CaptureSubject,
  _options: CaptureOptions,
): Promise<readonly EvidenceItem[]> {
  return [];
}
