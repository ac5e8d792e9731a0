import type { Redactor } from '../../../core/record/redact.ts';
import { textStream } from '../../../core/record/text-stream.ts';
import type { BrowserContext } from 'playwright-core';
import type { RunFrame } from '../../../core/ports.ts';
import type { ConsoleLine } from '../../../core/record/run-record.ts';

/** Maximum number of stored lines and errors; further ones are counted. */
const MAX_LINES = 100;
const MAX_ERRORS = 50;
const MAX_TEXT_LENGTH = 1_000;

/** Console warnings, console errors and uncaught exceptions of an attempt's pages. */
export interface ConsoleLog {
  lines(): readonly ConsoleLine[];
  pageErrors(): readonly string[];
  omitted(): { readonly console?: number; readonly pageErrors?: number };
}

/** Starts to listen to a context. Secrets are redacted before texts are cut. */
export function consoleLog(context: BrowserContext, frame: RunFrame, redact: Redactor): ConsoleLog {
  const lines: Omit<ConsoleLine, 'text'>[] = [];
  const texts = textStream(redact, MAX_TEXT_LENGTH);
  const errors = textStream(redact, MAX_TEXT_LENGTH);
  const errorIndexes: number[] = [];
  const left = { console: 0, pageErrors: 0 };

  context.on('console', (message) => {
    const level = message.type();
    if (level !== 'error' && level !== 'warning') return;
    if (lines.length >= MAX_LINES) {
      left.console += 1;

      return;
    }
    const { url, lineNumber } = message.location();
    texts.add(message.text());
    lines.push({
      level,
      atMs: frame.elapsedMs(),
      source: url === '' ? null : redact(`${url}:${lineNumber + 1}`),
    });
  });
  context.on('weberror', (webError) => {
    if (errorIndexes.length >= MAX_ERRORS) left.pageErrors += 1;
    else errorIndexes.push(errors.add(String(webError.error())));
  });

  return {
    lines: () => lines.map((line, index) => ({ ...line, text: texts.at(index) })),
    pageErrors: () => errorIndexes.map((index) => errors.at(index)),
    omitted: () => ({
      ...(left.console > 0 ? { console: left.console } : {}),
      ...(left.pageErrors > 0 ? { pageErrors: left.pageErrors } : {}),
    }),
  };
}
