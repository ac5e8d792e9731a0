import type { BrowserContext, Page } from 'playwright-core';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import type { Redactor } from '../../../core/record/redact.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import { withDeadline } from '../with-deadline.ts';
import type { ConsoleLog } from './console-log.ts';
import { evidenceFile, evidenceItem, hasSecrets, writeEvidence } from './evidence-files.ts';
import { maskedScreenshot } from './masked-screenshot.ts';

/** The page and console to capture. */
export interface CaptureSubject {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly console: ConsoleLog;
  readonly redact: Redactor;
}

/** Target folder, and the deadline of each piece. */
export interface CaptureOptions {
  readonly dir: string;
  readonly deadlineMs: number;
  readonly request: AttemptRequest;
  /** Called for a piece that could contain secrets, and so is not kept. */
  readonly onWithheld: (kind: EvidenceItem['kind']) => void;
}

/** Maximum number of stored characters of a page's source. */
const MAX_SOURCE_LENGTH = 2_000_000;
const MASK_COLOUR = '#888888';

/**
 * Stores screenshot, source and console at the moment of failure. A piece that fails, or whose
 * secrets cannot be replaced in time, is left out.
 */
export async function captureFailure(
  subject: CaptureSubject,
  options: CaptureOptions,
): Promise<readonly EvidenceItem[]> {
  const page = subject.page.isClosed() ? subject.context.pages().at(-1) : subject.page;
  const shown =
    page === undefined
      ? []
      : [
          piece('screenshot', screenshot(page, subject, options), options),
          piece('source', source(page, subject), options),
        ];
  const pieces = await Promise.all([...shown, piece('console', consoleText(subject), options)]);

  return pieces.filter((each) => each !== null);
}

async function piece(
  kind: EvidenceItem['kind'],
  content: Promise<string | Uint8Array>,
  options: CaptureOptions,
): Promise<EvidenceItem | null> {
  const file = evidenceFile(options.dir, kind);
  const redacted = content.then(async (data) => writeEvidence(file, data)).then(() => true);
  if ((await withDeadline(redacted, options.deadlineMs)) === true) {
    return evidenceItem(kind, file, options.request);
  }
  if (hasSecrets(options.request)) options.onWithheld(kind);

  return null;
}

async function screenshot(
  page: Page,
  { redact }: CaptureSubject,
  { request, deadlineMs }: CaptureOptions,
): Promise<Uint8Array> {
  if (hasSecrets(request)) return maskedScreenshot(page, redact.spans, deadlineMs);
  const mask = page.frames().map((frame) => frame.locator('input[type=password]'));

  return page.screenshot({
    mask,
    maskColor: MASK_COLOUR,
    animations: 'disabled',
    timeout: deadlineMs,
  });
}

async function source(page: Page, { redact }: CaptureSubject): Promise<string> {
  const html = await page.content();

  return redact(html).slice(0, MAX_SOURCE_LENGTH);
}

/** Console lines are already redacted. */
async function consoleText({ console }: CaptureSubject): Promise<string> {
  const content = { console: console.lines(), pageErrors: console.pageErrors() };

  return `${JSON.stringify(content, null, 2)}\n`;
}
