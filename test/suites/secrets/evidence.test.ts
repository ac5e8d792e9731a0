import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { BrowserPort } from '../../../lib/core/ports.ts';
import { attemptIn, testBrowser } from '../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../support/page-server.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';
import { findLeak } from './find-leak.ts';
import { REALISTIC } from '../../support/passwords.ts';
import { WRITERS } from './writers.ts';

/** Every so-manieth realistic password; the variable runs them all. */
const STEP = process.env['WAYWISER_SECRETS_CASES'] === undefined ? 6 : 1;
const PASSWORDS = REALISTIC.filter((_, index) => index % STEP === 0);

let server: PageServer;
let browser: BrowserPort;
let dir = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  server = await startPages({ '/': '<h1>Shop</h1><input><p id="note"></p><p id="split"></p>' });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

beforeEach(async () => {
  ({ path: dir, remove } = await temporaryDir());
});

afterEach(async () => remove());

/** Lets a page use texts wherever a page can: text, attributes, scripts, storage, requests, console. */
async function useInPage(texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const each = document.createElement('p');
    each.textContent = text;
    each.setAttribute('data-text', text);
    document.body.append(each, document.createComment(text));
    globalThis.console.error(`leaked ${text}`);
    globalThis.localStorage.setItem(text, text);
  }
  const [plain = ''] = texts;
  const [split] = document.querySelectorAll('#split');
  for (const letter of plain)
    split?.append(Object.assign(document.createElement('b'), { textContent: letter }));
  const script = document.createElement('script');
  script.textContent = `globalThis.token = ${JSON.stringify(plain)};`;
  document.body.append(script);
  document.querySelector('input')?.setAttribute('value', plain);
  await fetch(`/search?q=${encodeURIComponent(plain)}&raw=${plain}`).catch(() => null);
  await fetch('/post', { method: 'POST', body: new URLSearchParams({ plain }) }).catch(() => null);
  await fetch('/post', { method: 'POST', body: JSON.stringify({ plain, texts }) }).catch(
    () => null,
  );
  document.cookie = `token=${encodeURIComponent(plain)}`;
  history.pushState(null, '', `/account?user=${encodeURIComponent(plain)}#${plain}`);
}

async function failing(secret: string): Promise<AttemptResult> {
  const texts = Object.values(WRITERS).map((write) => write(secret));

  return attemptIn(browser, {
    plan: { baseUrl: server.origin, allowPrivate: true, evidence: 'rerun', timeoutMs: 30_000 },
    request: {
      mode: 'evidence',
      timeoutMs: 30_000,
      evidenceDir: path.join(dir, 'evidence'),
      projectDir: dir,
      secrets: { 'shop/user': secret },
    },
    body: async ({ page, log, step }) => {
      await page.goto('/');
      await page.fill('input', secret);
      await page.evaluate(useInPage, texts);
      log('half', secret.slice(0, 3));
      await step(`log in as ${secret}`, async () => {
        await page.getByText(`no ${secret}`).click({ timeout: 100 });
      });
    },
  });
}

/** Every text in the files of evidence, by file. */
async function textsOf(result: AttemptResult): Promise<readonly (readonly [string, string])[]> {
  const files = await Promise.all(
    result.evidence.map(async (item) => {
      const file = path.join(dir, item.path);
      expect([item.kind, (await stat(file)).mode & 0o777]).toEqual([item.kind, 0o600]);

      return [item.kind, await readFile(file)] as const;
    }),
  );

  return files.flatMap(([kind, content]): readonly (readonly [string, string])[] => {
    if (kind !== 'trace') return [[kind, content.toString('utf8')] as const];

    return Object.entries(unzipSync(content)).map(
      ([name, entry]) =>
        [`trace ${name}`, `${name}\n${Buffer.from(entry).toString('utf8')}`] as const,
    );
  });
}

describe('evidence of a page that shows a secret in every encoding', () => {
  it.each(PASSWORDS)('does not hold %j, and is for its owner only', async (secret) => {
    const result = await failing(secret);
    const texts = await textsOf(result);

    const leaks = texts.flatMap(([file, text]) => {
      const leaked = findLeak(text, secret, 1);

      return leaked === null
        ? []
        : [
            [
              file,
              leaked,
              text.slice(Math.max(0, text.indexOf(leaked) - 200), text.indexOf(leaked) + 200),
            ],
          ];
    });

    // On a busy machine a piece may not be ready in time: then the log says so.
    const withheld = result.log.flatMap(({ text }) => /withheld \((\w+)\)/.exec(text)?.[1] ?? []);
    const kinds = [...result.evidence.map(({ kind }) => kind), ...withheld];
    expect(kinds.toSorted()).toEqual(['console', 'har', 'screenshot', 'source', 'trace']);
    expect(leaks).toEqual([]);
  });
});
