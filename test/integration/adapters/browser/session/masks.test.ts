import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AttemptResult } from '../../../../../lib/core/journey/attempt.ts';
import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';
import { temporaryDir } from '../../../../support/temporary-dir.ts';

/** Two secrets of the same letters: what is left of a page does not depend on which one it shows. */
const SECRETS = ['kL3!wq&Zt9"x<m', 'm<x"9tZ&qw!3Lk'] as const;
const WAYS: Readonly<Record<string, string>> = {
  text: `<p class="s"></p>`,
  'a word in several elements': `<p id="split"></p>`,
  'text in capitals': `<p class="s" style="text-transform: uppercase"></p>`,
  'turned text': `<p class="s" style="transform: rotate(20deg); width: 20em"></p>`,
  'text in a scrolled box': `<div id="scrolled" style="height: 60px; overflow: auto"><div style="height: 500px"></div><p class="s"></p></div>`,
  'a pseudo-element': `<p id="before" data-text=""></p><style>#before::before { content: attr(data-text) }</style>`,
  'a marker of a list': `<ul><li id="item">item</li></ul>`,
  'a field': `<input class="v" size="30">`,
  'a placeholder': `<input class="p" size="30">`,
  'a text area': `<textarea class="v"></textarea>`,
  'a canvas': `<canvas width="300" height="40"></canvas>`,
  'an open shadow tree': `<div id="open"></div>`,
  'a closed shadow tree': `<div id="closed"></div>`,
  'an embedded document': `<iframe id="frame" srcdoc="<p class=s></p>"></iframe>`,
  'a document within an embedded one': `<iframe id="outer" srcdoc="<iframe srcdoc='<p class=s></p>'></iframe>"></iframe>`,
  'a drawing': `<svg width="400" height="40"><text class="s" y="20"></text></svg>`,
  'the text of a missing picture': `<img class="a" src="/none.png" width="400" height="40">`,
  'a picture of text': `<img id="data" width="400" height="40">`,
  'a background': `<div id="ground" style="width: 400px; height: 40px"></div>`,
};
const POLICY = "default-src 'self' data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
const HEAD = `<meta http-equiv="content-security-policy" content="${POLICY}"><style>* { font-kerning: none; white-space: nowrap }</style><h1>Shop</h1>`;

let server: PageServer;
let browser: BrowserPort;
let dir = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  const pages = Object.entries(WAYS).map(([, markup], index) => [`/${index}`, HEAD + markup]);
  server = await startPages({
    ...Object.fromEntries(pages),
    '/moving': `${HEAD}<p class="s" style="position: absolute"></p>`,
  });
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

/** Shows a text in all places of a page that have one. */
function showInPage(text: string): void {
  function fill(root: Document | ShadowRoot): void {
    for (const each of root.querySelectorAll('.s')) each.textContent = text;
    for (const each of root.querySelectorAll<HTMLInputElement>('.v')) each.value = text;
    for (const each of root.querySelectorAll('.p')) each.setAttribute('placeholder', text);
    for (const each of root.querySelectorAll('.a')) each.setAttribute('alt', text);
    for (const each of root.querySelectorAll('iframe')) {
      if (each.contentDocument !== null) fill(each.contentDocument);
    }
  }
  fill(document);
  const letters = Array.from(text, (letter) => {
    const span = document.createElement('b');
    span.textContent = letter;

    return span;
  });
  for (const each of document.querySelectorAll('#split')) each.append(...letters);
  for (const each of document.querySelectorAll('#before')) each.setAttribute('data-text', text);
  for (const each of document.querySelectorAll('#scrolled')) each.scrollTo(0, 1000);
  for (const mode of ['open', 'closed'] as const) {
    document.querySelector(`#${mode}`)?.attachShadow({ mode }).append(text);
  }
}

/** Draws a text in all places of a page that show pictures. */
function drawInPage(text: string): void {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40"><text y="20">${escaped}</text></svg>`;
  const address = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  for (const each of document.querySelectorAll('#data')) each.setAttribute('src', address);
  for (const each of document.querySelectorAll<HTMLElement>('#ground')) {
    each.style.backgroundImage = `url("${address}")`;
  }
  for (const each of document.querySelectorAll<HTMLElement>('#item')) {
    each.style.listStyleType = JSON.stringify(text);
  }
  document.querySelector('canvas')?.getContext('2d')?.fillText(text, 10, 20);
}

/** Moves the text at each frame. */
function moveInPage(): void {
  const text = document.querySelector<HTMLElement>('.s');
  let moved = 0;
  function move(): void {
    moved = (moved + 7) % 300;
    if (text !== null) text.style.top = `${moved}px`;
    requestAnimationFrame(move);
  }
  move();
}

/** The picture of a page that shows a text, when that is a secret, or another one is. */
async function failed(url: string, text: string, secret: string): Promise<AttemptResult> {
  return attemptIn(browser, {
    plan: { baseUrl: server.origin, allowPrivate: true, evidence: 'rerun' },
    request: {
      evidenceDir: path.join(dir, text === SECRETS[0] ? 'a' : 'b'),
      projectDir: dir,
      secrets: { 'shop/user': secret },
    },
    body: async ({ page }) => {
      await page.goto(url);
      await page.evaluate(showInPage, text);
      await page.evaluate(drawInPage, text);
      if (url === '/moving') await page.evaluate(moveInPage);
      await page.waitForLoadState('networkidle');
      throw new Error('take a picture');
    },
  });
}

async function pictures(
  url: string,
  secrets: readonly [string, string],
): Promise<readonly Buffer[]> {
  const results: Buffer[] = [];
  for (const [index, text] of SECRETS.entries()) {
    const { evidence } = await failed(url, text, secrets[index] ?? '');
    const picture = evidence.find(({ kind }) => kind === 'screenshot');
    expect(evidence.map(({ kind }) => kind)).toContain('screenshot');
    const file = path.join(dir, picture?.path ?? '');
    results.push(await readFile(file));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }

  return results;
}

describe('masks of a screenshot', () => {
  it.each(Object.keys(WAYS).map((way, index) => [way, `/${index}`] as const))(
    'hide a secret in %s',
    async (_, url) => {
      const [one, other] = await pictures(url, SECRETS);

      expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    },
  );

  it('leave everything else of the page', async () => {
    const [one, other] = await pictures('/0', ['another-secret', 'another-secret']);

    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
  });

  it('are not trusted when the page moves what they hide', async () => {
    const { evidence, log } = await failed('/moving', SECRETS[0], SECRETS[0]);

    expect(evidence.map(({ kind }) => kind)).toEqual(['source', 'console']);
    expect(log).toContainEqual({
      level: 'warning',
      text: 'Evidence is withheld (screenshot): secrets could not be replaced in it completely and in time',
      atMs: 0,
      source: 'waywiser',
    });
  });
});
