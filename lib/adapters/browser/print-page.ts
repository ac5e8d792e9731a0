import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromiumEnvironment } from './chromium-environment.ts';
import { findChromium, type FindChromiumOptions } from './find-chromium.ts';
import { launchArguments } from './launch-arguments.ts';

/** A document to print and its target file. */
export interface PrintRequest {
  /** The whole HTML document, without external resources. */
  readonly markup: string;
  /** Path of the PDF, which is overwritten. */
  readonly file: string;
  readonly deadlineMs: number;
}

const MARGIN = '14mm';
/** No name resolves: the document needs no network. */
const NO_NETWORK = 'MAP * ~NOTFOUND';

/**
 * Prints a document as PDF with the browser that journeys use; scripts do not run. Rejects after
 * the deadline.
 */
export async function printPage(
  { markup, file, deadlineMs }: PrintRequest,
  where: FindChromiumOptions,
): Promise<void> {
  // Loaded only here: other commands need no browser, and its code is 7 MB.
  const { chromium } = await import('playwright-core');
  const install = await findChromium(where);
  const tempDir = await mkdtemp(path.join(os.tmpdir(), 'waywiser-print-'));
  try {
    const browser = await chromium.launch({
      executablePath: install.executablePath,
      args: [...launchArguments({ mode: 'multi-process', resolverRules: NO_NETWORK })],
      env: chromiumEnvironment(install, tempDir),
      timeout: deadlineMs,
    });
    // Closing the browser makes pending calls reject.
    const timer = setTimeout(() => void browser.close(), deadlineMs);
    try {
      const page = await browser.newPage({ javaScriptEnabled: false, offline: true });
      page.setDefaultTimeout(deadlineMs);
      await page.setContent(markup, { timeout: deadlineMs });
      await page.pdf({
        path: file,
        format: 'A4',
        printBackground: true,
        margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate:
          '<div style="width:100%;font:8px sans-serif;color:#666;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
      });
    } finally {
      clearTimeout(timer);
      await browser.close();
    }
  } finally {
    await rm(tempDir, { recursive: true, force: true });
  }
}
