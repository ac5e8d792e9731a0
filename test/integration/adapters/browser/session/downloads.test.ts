import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Download, Page } from 'playwright-core';
import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import type { AttemptResult } from '../../../../../lib/core/journey/attempt.ts';
import type { BrowserJourneyContext } from '../../../../../lib/core/journey/definition.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { type Answer, type PageServer, startPages } from '../../../../support/page-server.ts';

const CSV = 'a,b\n1,2\n';
const LATE_MS = 300;
const TOO_MANY_BYTES = 60 * 1024 * 1024;

let server: PageServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({
    '/': `<a id="csv" href="/report.csv">csv</a> <a id="named" download="z.csv" href="/plain.csv">z</a>
      <a id="cut" href="/cut.csv">cut</a> <a id="large" href="/large.bin">large</a>
      <a id="endless" href="/endless.bin">endless</a> <a id="pdf" href="/manual.pdf">pdf</a>
      <a id="window" target="_blank" href="/report.csv">window</a>
      <button id="made" onclick="const a = document.createElement('a'); a.download = 'made.txt';
        a.href = window.URL.createObjectURL(new Blob(['made'])); a.click()">made</button>`,
    '/report.csv': file({ 'content-disposition': 'attachment; filename="report.csv"' }),
    '/plain.csv': file({}),
    '/missing.csv': file({ 'content-disposition': 'attachment' }, 404),
    '/manual.pdf': file({ 'content-type': 'application/pdf' }),
    '/saved.pdf': file({ 'content-type': 'application/pdf', 'content-disposition': 'attachment' }),
    '/cut.pdf': cut('application/pdf'),
    '/cut.csv': cut('text/csv'),
    '/large.bin': large(true),
    '/endless.bin': large(false),
  });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

function file(headers: Record<string, string>, status = 200): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'text/csv', ...headers });
    response.write(CSV.slice(0, 4));
    setTimeout(() => response.end(CSV.slice(4)), LATE_MS);
  };
}

function cut(type: string): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': 100 });
    response.write(CSV);
    setTimeout(() => response.destroy(), 20);
  };
}

function large(isAnnounced: boolean): Answer {
  return (_, response) => {
    const length = isAnnounced ? { 'content-length': TOO_MANY_BYTES } : {};
    response.writeHead(200, { 'content-type': 'application/octet-stream', ...length });
    const block = Buffer.alloc(1024 * 1024);
    function write(): void {
      if (!response.destroyed) response.write(block, () => setImmediate(write));
    }
    write();
  };
}

async function run(
  body: (context: BrowserJourneyContext) => Promise<void>,
): Promise<AttemptResult> {
  return attemptIn(browser, {
    plan: { baseUrl: server.origin },
    body: async (context) => {
      await context.page.goto('/');
      await context.step('download', async () => body(context));
    },
  });
}

async function downloadOf(page: Page, selector: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);

  return download;
}

async function textOf(download: Download): Promise<string> {
  let text = '';
  for await (const chunk of await download.createReadStream()) text += String(chunk);

  return text;
}

function requestOf({ requests }: AttemptResult, pathname: string) {
  return requests.find(({ url }) => url === `${server.origin}${pathname}`);
}

describe('downloads', () => {
  test('are received, with name, size and content', async () => {
    const got: unknown[] = [];

    const { outcome } = await run(async ({ page }) => {
      const download = await downloadOf(page, '#csv');
      const { size } = await stat(await download.path());
      got.push(download.suggestedFilename(), size, await textOf(download));
    });

    expect(outcome).toBe('passed');
    expect(got).toEqual(['report.csv', CSV.length, CSV]);
  });

  test('are timed as requests until their last byte', async () => {
    const result = await run(async ({ page }) => {
      await (await downloadOf(page, '#csv')).path();
    });

    const request = requestOf(result, '/report.csv');
    expect(request).toMatchObject({
      method: 'GET',
      status: 200,
      resourceType: 'download',
      step: 'download',
      sizeBytes: CSV.length,
      error: null,
    });
    expect(request?.phases.waitMs).not.toBeNull();
    expect(request?.phases.receiveMs).toBeGreaterThan(LATE_MS - 20);
  });

  test('of links with a download attribute have the time of receiving them', async () => {
    const result = await run(async ({ page }) => {
      const download = await downloadOf(page, '#named');
      expect(download.suggestedFilename()).toBe('z.csv');
      await download.path();
    });

    const request = requestOf(result, '/plain.csv');
    expect(request).toMatchObject({ status: null, resourceType: 'download', error: null });
    expect(request?.phases).toMatchObject({ waitMs: null, unaccountedMs: 0 });
    expect(request?.phases.receiveMs).toBeGreaterThan(LATE_MS - 50);
  });

  test.each(['#made', '#window'])('of %s are received as well', async (selector) => {
    const { outcome, error } = await attemptIn(browser, {
      plan: { baseUrl: server.origin },
      body: async ({ page, context }) => {
        await page.goto('/');
        const started = new Promise<Download>((resolve) => {
          page.on('download', resolve);
          context.on('page', (opened) => opened.on('download', resolve));
        });
        await page.click(selector);
        expect(await textOf(await started)).toBe(selector === '#made' ? 'made' : CSV);
      },
    });

    expect([outcome, error]).toEqual(['passed', null]);
  });

  test('of a context of its own are received as well', async () => {
    const { outcome, requests } = await run(async ({ context }) => {
      const own = await context.browser()?.newContext({ baseURL: server.origin });
      if (own === undefined) throw new TypeError('There is no browser');
      const page = await own.newPage();
      await page.goto('/');
      expect(await textOf(await downloadOf(page, '#csv'))).toBe(CSV);
    });

    expect(outcome).toBe('passed');
    expect(requests.filter(({ resourceType }) => resourceType === 'download')).toHaveLength(1);
  });

  test('leave nothing on the disk', async () => {
    let folder = '';

    const { outcome } = await run(async ({ page }) => {
      const download = await downloadOf(page, '#csv');
      await download.saveAs('copies/copy.csv');
      folder = path.dirname(await download.path());
      expect((await readdir(folder)).length).toBe(2);
      expect((await stat(folder)).mode & 0o77).toBe(0);
    });

    expect(outcome).toBe('passed');
    expect(await readdir(folder)).toEqual([]);
  });

  test('cannot be saved outside of the folder of the run', async () => {
    const { outcome, cause, error } = await run(async ({ page }) => {
      await (await downloadOf(page, '#csv')).saveAs('/tmp/report.csv');
    });

    expect([outcome, cause]).toEqual(['failed', 'journey.exception']);
    expect(error?.message).toBe(
      'RangeError: Cannot save a download as "/tmp/report.csv": downloads are kept in the run\'s own ' +
        'folder and deleted after the run; expected a name such as "report.csv"',
    );
  });

  test.each(['#large', '#endless'])('above 50 MB end the run (%s)', async (selector) => {
    let folder = '';

    const { cause, error } = await run(async ({ page }) => {
      const download = await downloadOf(page, selector);
      await download.path().catch(() => null);
      folder = path.dirname(await (await downloadOf(page, '#csv')).path());
    });

    expect(cause).toBe('target.body');
    expect(error?.message).toContain(
      `The download of ${server.origin}/${selector.slice(1)}.bin is too large: all downloads of a run may take 50 MB`,
    );
    expect(folder === '' ? [] : await readdir(folder)).toEqual([]);
  });

  test('that are cut off are the fault of the target', async () => {
    const result = await run(async ({ page }) => {
      await (await downloadOf(page, '#cut')).path();
    });

    const message = `The download of ${server.origin}/cut.csv was cut off: 8 of 100 bytes of the file were received`;
    expect(result).toMatchObject({ cause: 'target.body', error: { message } });
    expect(requestOf(result, '/cut.csv')?.error).toBe('8 of 100 bytes of the file were received');
  });

  test('from an address that the journey may not reach are blocked', async () => {
    const inner = await startPages({ '/inner.csv': file({}) });

    const { cause, error } = await attemptIn(browser, {
      plan: { baseUrl: server.origin, allowPrivate: false },
      body: async ({ page }) => {
        await page.goto('/');
        await page.setContent(`<a download href="${inner.origin}/inner.csv">inner</a>`);
        await page.click('a');
        await new Promise(() => undefined);
      },
    });

    await inner.close();
    expect(cause).toBe('security.blocked');
    expect(error?.message).toContain(`GET ${inner.origin}/inner.csv was blocked`);
  });

  test('that the journey gives up are its own affair', async () => {
    const { outcome, error } = await run(async ({ page }) => {
      const download = await downloadOf(page, '#csv');
      await download.cancel();
      await download.path();
    });

    expect([outcome, error?.message]).toEqual(['failed', 'download.path: canceled']);
  });
});

describe('a navigation to a file', () => {
  test('succeeds if it is a PDF document, which browsers show', async () => {
    let type: string | undefined;

    const result = await run(async ({ page }) => {
      const response = await page.goto('/manual.pdf');
      type = response?.headers()['content-type'];
    });

    expect([result.outcome, result.error, type]).toEqual(['passed', null, 'application/pdf']);
    expect(requestOf(result, '/manual.pdf')?.phases.receiveMs).toBeGreaterThan(LATE_MS - 20);
  });

  test('fails if a part of the PDF document is missing', async () => {
    const { cause, error } = await run(async ({ page }) => {
      await page.goto('/cut.pdf');
    });

    expect(cause).toBe('target.body');
    expect(error?.message).toContain('/cut.pdf was cut off');
  });

  test.each(['/report.csv', '/saved.pdf'])('fails if %s is to be saved', async (name) => {
    const { cause, error } = await run(async ({ page }) => {
      await page.goto(name);
    });

    expect(cause).toBe('target.body');
    expect(error?.message).toContain(
      `GET ${server.origin}${name} answered a download in place of a page`,
    );
    expect(error?.message).toContain("await page.waitForEvent('download')");
  });

  test('has its error status as the cause', async () => {
    const { cause } = await run(async ({ page }) => {
      await page.goto('/missing.csv');
    });

    expect(cause).toBe('target.status');
  });
});
