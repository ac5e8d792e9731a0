import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserPort } from '../../../../lib/core/ports.ts';
import { attemptIn, testBrowser } from '../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../support/page-server.ts';

let server: PageServer;
let other: PageServer;
let secure: PageServer;
let browser: BrowserPort;

beforeAll(async () => {
  const pages = {
    '/': '<h1>Shop</h1><script src="/app.js"></script>',
    '/app.js': 'document.title = "ready"',
  };
  [server, other, secure] = await Promise.all([
    startPages(pages),
    startPages(pages),
    startPages(pages, { tls: true }),
  ]);
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await Promise.all([server.close(), other.close(), secure.close()]);
});

async function open(port: BrowserPort, url = '/', plan = {}) {
  return attemptIn(port, {
    plan: { baseUrl: server.origin, ...plan },
    body: async ({ page, step }) => {
      await step('open', async () => page.goto(url));
    },
  });
}

async function processesOf(pid: number): Promise<readonly string[]> {
  const entries = await readdir('/proc');
  const groups = await Promise.all(
    entries
      .filter((entry) => /^\d+$/.test(entry))
      .map(async (entry) => {
        const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');

        return state !== 'Z' && Number(group) === pid ? entry : null;
      }),
  );

  return groups.filter((entry) => entry !== null);
}

/** Waits until nothing of a process group is left; the deadline is the test's own. */
async function gone(pid: number): Promise<void> {
  while ((await processesOf(pid)).length > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}

describe('chromiumBrowser()', () => {
  test('reuses its browser for attempts and starts another on request', async () => {
    await open(browser);
    const first = browser.browserPids();
    await open(browser);
    const second = browser.browserPids();
    await attemptIn(browser, {
      plan: { baseUrl: server.origin },
      request: { freshBrowser: true },
      body: async ({ page }) => {
        await page.goto('/');
      },
    });

    expect(second).toEqual(first);
    expect(browser.browserPids()).not.toEqual(first);
  });

  test('opens new connections and loads everything again in every run of a reused browser', async () => {
    const runs = [];
    for (let run = 0; run < 3; run += 1) {
      runs.push(
        await open(browser, `${secure.origin}/`, { allowPrivate: true, ignoreTlsErrors: true }),
      );
    }

    const documents = runs.map(({ requests }) => requests[0]);
    expect(documents.map((each) => each?.connection)).toEqual(['new', 'new', 'new']);
    expect(documents.map((each) => (each?.phases.tcpMs ?? 0) > 0)).toEqual([true, true, true]);
    expect(documents.map((each) => (each?.phases.tlsMs ?? 0) > 0)).toEqual([true, true, true]);
    expect(secure.connections.slice(-3)).toEqual([false, false, false]);
    expect(secure.seen.filter((each) => each === '/app.js')).toHaveLength(3);
  });

  test('looks up names again in every run of a reused browser', async () => {
    const url = server.origin.replace('127.0.0.1', 'localhost');
    const first = await open(browser, url, { allowPrivate: true });
    const second = await open(browser, url, { allowPrivate: true });

    const dns = [first, second].map(({ requests }) => requests[0]?.phases.dnsMs ?? 0);
    expect(dns.map((ms) => ms > 0)).toEqual([true, true]);
  });

  test.each(['multi-process', 'single-process'] as const)(
    'runs attempt after attempt when %s',
    async (mode) => {
      const port = testBrowser({ mode });

      const results = [await open(port), await open(port)];
      await port.dispose();

      expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
      expect(results.map(({ instrument }) => instrument.browserMode)).toEqual([mode, mode]);
      expect(results.map(({ vitals }) => (vitals?.fcp?.value ?? 0) > 0)).toEqual([true, true]);
    },
  );

  test('ends a browser with an endless loop in it, with its processes and profile', async () => {
    const port = testBrowser({ mode: 'multi-process' });
    const spinning = attemptIn(port, {
      plan: { timeoutMs: 500 },
      body: async ({ page }) => page.evaluate('for (;;);'),
    });
    const result = await spinning;
    const [pid = 0] = port.browserPids();

    await port.dispose();

    expect(result).toMatchObject({ outcome: 'failed', cause: 'journey.timeout' });
    await gone(pid);
    expect(port.browserPids()).toEqual([]);
    const next = await open(port);
    const [nextPid = 0] = port.browserPids();
    await port.dispose();
    await gone(nextPid);
    expect(next.outcome).toBe('passed');
  });

  test('blames itself when the browser is killed, names the signal, and goes on', async () => {
    const port = testBrowser({ mode: 'multi-process' });
    await open(port);
    const killed = await attemptIn(port, {
      body: async ({ page }) => {
        process.kill(port.browserPids()[0] ?? 0, 'SIGKILL');
        await page.evaluate('new Promise(() => {})');
      },
    });
    const next = await open(port);
    await port.dispose();

    expect(killed).toMatchObject({ outcome: 'errored', cause: 'monitor.browser' });
    expect(killed.error?.message).toContain('signal SIGKILL');
    expect(next.outcome).toBe('passed');
  });

  test('blames the target when only its page crashes', async () => {
    const result = await open(browser, 'chrome://crash');

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.crash' });
  });

  test('gives the browser only the allowed environment variables', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'not-for-pages';
    process.env['WAYWISER_SECRET_X'] = 'not-for-pages';
    const port = testBrowser();
    await open(port);
    const environment = await readFile(`/proc/${port.browserPids()[0]}/environ`, 'utf8');
    await port.dispose();
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    delete process.env['WAYWISER_SECRET_X'];

    expect(environment).toContain('HOME=');
    expect(environment).not.toContain('not-for-pages');
  });

  test('leaves no profile and no temporary files behind', async () => {
    const cacheDir = path.join(os.homedir(), '.cache', 'waywiser');
    const port = testBrowser({ cacheDir });
    await open(port);
    const [pid = 0] = port.browserPids();
    const note = await readFile(path.join(cacheDir, 'running', `${pid}.json`), 'utf8');
    await port.dispose();

    const { dirs }: { dirs: readonly string[] } = JSON.parse(note);
    expect(dirs.map((dir) => path.basename(dir).replace(/[A-Za-z0-9]{6}$/, ''))).toEqual([
      'waywiser-browser-',
      'playwright_chromiumdev_profile-',
    ]);
    await expect(readdir(dirs[0] ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readdir(dirs[1] ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
    await rm(path.join(cacheDir, 'running', `${pid}.json`), { force: true });
  });

  test('removes the files of a browser that was killed with its parent', async () => {
    const cacheDir = path.join(os.homedir(), '.cache', 'waywiser');
    const left = await mkdtemp(path.join(os.tmpdir(), 'waywiser-browser-'));
    const note = path.join(cacheDir, 'running', '999999999.json');
    await writeFile(note, JSON.stringify({ pid: 999_999_999, dirs: [left, os.homedir()] }));
    const port = testBrowser({ cacheDir });
    await open(port);
    await port.dispose();

    await expect(readdir(left)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readFile(note)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await readdir(os.homedir())).length).toBeGreaterThan(0);
  });

  test('reaches the base origin and no other private address, however it is spelled', async () => {
    const port = new URL(other.origin).port;
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.localhost',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
    ];
    const before = other.connections.length;
    let answers: unknown = null;
    const result = await attemptIn(browser, {
      plan: { baseUrl: server.origin },
      body: async ({ page }) => {
        await page.goto('/');
        answers = await page.evaluate(
          async (urls) =>
            Promise.all(
              urls.map(async (url) =>
                fetch(url, { mode: 'no-cors' }).then(
                  () => 'reached',
                  () => 'refused',
                ),
              ),
            ),
          hosts.map((host) => `http://${host}:${port}/`),
        );
      },
    });

    expect(result.outcome).toBe('passed');
    expect(answers).toEqual(hosts.map(() => 'refused'));
    expect(other.connections).toHaveLength(before);
  });

  test('fails a page at a private address and names the option that allows it', async () => {
    const result = await open(browser, `${other.origin}/`);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'security.blocked' });
    expect(result.error?.message).toMatch(/127\.0\.0\.1 is a loopback address.*allowPrivate/);
  });

  test.each([{ plan: { allowPrivate: true } }, { plan: {}, target: '127.0.0.1' }])(
    'reaches other private targets when they are allowed: %o',
    async ({ plan, target }) => {
      const port = testBrowser({ allowPrivateTargets: target === undefined ? [] : [target] });
      const result = await open(port, `${other.origin}/`, plan);
      await port.dispose();

      expect(result).toMatchObject({ outcome: 'passed', cause: null });
    },
  );

  test('reaches only listed hosts when strict', async () => {
    const result = await open(browser, 'http://elsewhere.example/', {
      allowHosts: ['shop.example'],
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'security.blocked' });
    expect(result.error?.message).toContain('elsewhere.example is not among');
  });
});
