import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import {
  attemptIn,
  type BrowserAttempt,
  testBrowser,
} from '../../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';
import { temporaryDir } from '../../../../support/temporary-dir.ts';

const SECRET = 'hunter2-and-more';

let server: PageServer;

let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({
    '/': `<h1>Shop</h1><input type="password"><p id="note"></p>`,
  });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

async function attempt(body: BrowserAttempt['body'], rest: Omit<BrowserAttempt, 'body'> = {}) {
  return attemptIn(browser, {
    ...rest,
    plan: { baseUrl: server.origin, allowPrivate: true, ...rest.plan },
    body,
  });
}

describe('evidence', () => {
  let dir = '';
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ path: dir, remove } = await temporaryDir());
  });

  afterEach(async () => remove());

  async function failing(mode: 'timing' | 'evidence') {
    return attempt(
      async ({ page }) => {
        await page.goto('/');
        await page.fill('input', SECRET);
        await page.evaluate((text) => {
          document.querySelector('#note')?.append(`token ${text}`);
          globalThis.console.error(`leaked ${text}`);
        }, SECRET);
        await page.click('#never', { timeout: 100 });
      },
      {
        plan: { evidence: 'rerun' },
        request: {
          mode,
          evidenceDir: path.join(dir, 'evidence'),
          projectDir: dir,
          secrets: { 'shop/user': SECRET },
        },
      },
    );
  }

  test('of a failure is a picture, the source and the console, without secrets', async () => {
    const { evidence } = await failing('timing');

    expect(evidence).toEqual([
      { kind: 'screenshot', path: 'evidence/screenshot.png', from: 'run' },
      { kind: 'source', path: 'evidence/source.html', from: 'run' },
      { kind: 'console', path: 'evidence/console.json', from: 'run' },
    ]);
    const source = await readFile(path.join(dir, 'evidence/source.html'), 'utf8');
    expect(source).toContain('token [secret]');
    expect(await readFile(path.join(dir, 'evidence/console.json'), 'utf8')).toContain(
      'leaked [secret]',
    );
  });

  test('of the repetition is a trace and a HAR as well, without secrets', async () => {
    const { evidence, instrument } = await failing('evidence');

    expect(evidence.map(({ kind, from }) => [kind, from])).toEqual([
      ['screenshot', 'evidence-run'],
      ['source', 'evidence-run'],
      ['console', 'evidence-run'],
      ['trace', 'evidence-run'],
      ['har', 'evidence-run'],
    ]);
    const file = path.join(dir, 'evidence/trace.zip');
    const cli = path.resolve('node_modules/playwright/cli.js');
    const opened = await promisify(execFile)(process.execPath, [cli, 'trace', 'open', file], {
      cwd: dir,
    });
    expect(opened.stdout).toMatch(/Errors:\s+1/);
    const trace = unzipSync(await readFile(file));
    expect(Object.keys(trace)).toContain('trace.trace');
    const texts = Object.values(trace).map((bytes) => Buffer.from(bytes).toString('latin1'));
    expect(texts.join('\n')).toContain('[secret]');
    expect(texts.join('\n')).not.toContain(SECRET);
    const har = await readFile(path.join(dir, 'evidence/requests.har'), 'utf8');
    expect(har).toContain(`"url":"${server.origin}/"`);
    expect(har).not.toContain(SECRET);
    expect(instrument.off).toContain('traced');
  });
});
