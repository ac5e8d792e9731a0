import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { type Redact, secretTexts } from '../../../core/record/redact.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import { withDeadline } from '../with-deadline.ts';
import type { ConsoleLog } from './console-log.ts';
import { evidenceFile, evidenceItem, writeEvidence } from './evidence-files.ts';

/** The page and console to capture. */
export interface CaptureSubject {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly console: ConsoleLog;
  readonly redact: Redact;
}

/** Target folder, and the deadline of each piece. */
export interface CaptureOptions {
  readonly dir: string;
  readonly deadlineMs: number;
  readonly request: AttemptRequest;
}

/** Maximum number of stored characters of a page's source. */
const MAX_SOURCE_LENGTH = 2_000_000;
const MASK_COLOUR = '#888888';

/**
 * Stores screenshot, source and console at the moment of failure. A piece that fails is left out.
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
          piece('screenshot', screenshot(page, options), options),
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
  const written = content.then(async (data) => writeEvidence(file, data)).then(() => true);
  if ((await withDeadline(written, options.deadlineMs)) !== true) return null;

  return evidenceItem(kind, file, options.request);
}

async function screenshot(page: Page, options: CaptureOptions): Promise<Uint8Array> {
  return page.screenshot({
    mask: [...masks(page, Object.values(options.request.secrets))],
    maskColor: MASK_COLOUR,
    animations: 'disabled',
    timeout: options.deadlineMs,
  });
}

/** Masks password fields; with secrets every field, because values of fields cannot be searched. */
function masks(page: Page, secrets: readonly string[]): readonly Locator[] {
  const fields = secrets.length === 0 ? 'input[type=password]' : 'input, textarea, select';
  const texts = new Set([...secrets.filter((value) => value !== ''), ...secretTexts(secrets)]);

  return page
    .frames()
    .flatMap((frame) => [
      frame.locator(fields),
      ...[...texts].map((text) => frame.getByText(text)),
    ]);
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
