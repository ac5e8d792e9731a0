import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { unzipSync } from 'fflate';
import type { BrowserPort } from '../../../../lib/core/ports.ts';
import { testBrowser } from '../../../support/browser-attempt.ts';
import { CLIENT, HOST, type MtlsWorld, mtlsWorld, names } from '../../../support/mtls-attempts.ts';
import { acceptWebSockets } from '../../../support/mtls-server.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const LARGE_BYTES = 5_000_000;

let browser: BrowserPort;
let world: MtlsWorld;
beforeAll(async () => {
  browser = testBrowser({ names });
  world = await mtlsWorld(() => browser);
});
afterAll(async () => browser.dispose());

describe('connections of a browser journey with a client certificate', () => {
  it('chromiumBrowser() has the facts of a reused one in the records of both requests', async () => {
    const { result } = await world.attempt({
      body: async ({ page }) => {
        await page.goto('/');
        await page.goto('/second');
      },
    });

    expect(result.requests.map(({ connection }) => connection)).toEqual(['new', 'reused']);
    expect(result.requests[1]).toMatchObject({
      remoteAddress: '127.0.0.1',
      tls: { subject: 'CN=shop.example' },
      phases: { dnsMs: null, tcpMs: null, tlsMs: null },
    });
  });

  it('chromiumBrowser() copies large bodies in both directions', async () => {
    let received = 0;
    const { result } = await world.attempt({
      server: {
        answer: (response, request) => {
          let sent = 0;
          request.on('data', (chunk: Buffer) => (sent += chunk.length));
          request.on('end', () => response.end(Buffer.alloc(sent, 'y')));
        },
      },
      body: async ({ page }) => {
        await page.goto('/');
        received = await page.evaluate(async (length) => {
          const answer = await fetch('/up', { method: 'POST', body: 'x'.repeat(length) });

          return (await answer.text()).length;
        }, LARGE_BYTES);
      },
    });

    expect(result.outcome).toBe('passed');
    expect(received).toBe(LARGE_BYTES);
  });

  it('chromiumBrowser() leads WebSockets', async () => {
    let answer = '';
    let clients: readonly string[] = [];
    await world.attempt({
      body: async ({ page }, { server }) => {
        clients = acceptWebSockets(server);
        await page.goto('/');
        answer = await page.evaluate(
          async (url) =>
            new Promise<string>((resolve) => {
              const socket = new WebSocket(url);
              socket.addEventListener('open', () => socket.send('hello'));
              socket.addEventListener('message', ({ data }) => resolve(String(data)));
            }),
          page.url().replace('https', 'wss'),
        );
      },
    });

    expect(answer).toBe('echo hello');
    expect(clients).toEqual([CLIENT]);
  });

  it('chromiumBrowser() keeps its browser for the next attempt, which connects again', async () => {
    let connections = 0;
    let pids: readonly (readonly number[])[] = [];
    await world.attempt({
      server: { onConnection: () => (connections += 1) },
      // Within the server's life: another port would be another base URL, which needs another browser.
      after: async (again) => {
        pids = [browser.browserPids()];
        await again();
        pids = [...pids, browser.browserPids()];
      },
    });

    expect(connections).toBe(2);
    expect(pids[0]).toHaveLength(1);
    expect(pids[1]).toEqual(pids[0]);
  });

  it('chromiumBrowser() presents the certificate to no other name of its server', async () => {
    const { server } = await world.attempt({
      server: { isOptional: true },
      plan: { ignoreTlsErrors: true, allowPrivate: true },
      body: async ({ page }, { port }) => {
        await page.goto('/');
        await page.goto(`https://127.0.0.1:${port}/`);
      },
    });

    expect(server.clients).toEqual([CLIENT, 'no certificate']);
  });

  it('chromiumBrowser() leads nothing to the server but what asks for its name', async () => {
    let reached = 0;
    const ends: string[] = [];
    await world.attempt({
      server: { onConnection: () => (reached += 1) },
      body: async ({ page }) => {
        await page.goto('/');
        for (const name of ['other.example', 'localhost', '']) {
          ends.push(await handshake(forwarderPort(), name));
        }
      },
    });

    expect(reached).toBe(1);
    expect(ends).toEqual(['closed', 'closed', 'closed']);
  });

  it('chromiumBrowser() accepts no connection between two attempts', async () => {
    let reached = 0;
    let end = '';
    await world.attempt({
      server: { onConnection: () => (reached += 1) },
      after: async () => {
        end = await handshake(forwarderPort(), HOST);
      },
    });

    expect([end, reached]).toEqual(['closed', 1]);
  });

  it('chromiumBrowser() lets pages of the internet request the origin, as if it was there itself', async () => {
    const { result } = await world.attempt({
      server: {
        answer: (response) => {
          response.setHeader('access-control-allow-origin', '*');
          response.end('<h1>Shop</h1>');
        },
      },
      body: async ({ page, context }) => {
        const elsewhere = { contentType: 'text/html', body: '<h1>Elsewhere</h1>' };
        await context.route('https://public.example/**', async (route) => route.fulfill(elsewhere));
        await page.goto('/');
        const { origin } = new URL(page.url());
        await page.goto('https://public.example/');
        await page.evaluate(async (url) => {
          await fetch(url);
        }, origin);
      },
    });

    expect(result.error).toBeNull();
  });

  it('chromiumBrowser() writes no key into record, evidence or arguments', async () => {
    const dir = await temporaryDir();
    const evidenceDir = path.join(dir.path, 'evidence');
    let command = '';
    const { result } = await world.attempt({
      plan: { evidence: 'rerun' },
      request: { mode: 'evidence', evidenceDir, projectDir: dir.path },
      body: async ({ page }) => {
        await page.goto('/');
        await page.evaluate((text) => globalThis.console.error(text), world.client.key);
        command = commandLine();
        await page.click('#never', { timeout: 100 });
      },
    });
    const files = await textsIn(dir.path);
    await dir.remove();

    const kinds = result.evidence.map(({ kind }) => kind);
    expect(kinds).toEqual(['screenshot', 'source', 'console', 'trace', 'har']);
    expect(files.length).toBeGreaterThan(kinds.length);
    // A line that is in the key alone.
    const [, line = 'no key'] = world.client.key.split('\n');
    expect(
      [command, JSON.stringify(result), ...files].filter((text) => text.includes(line)),
    ).toEqual([]);
  });
});

function commandLine(): string {
  return readFileSync(`/proc/${browser.browserPids()[0]}/cmdline`, 'utf8');
}

/** Where the running browser is led to, by its arguments. */
function forwarderPort(): number {
  return Number(/MAP shop\.example:\d+ 127\.0\.0\.1:(\d+)/.exec(commandLine())?.[1]);
}

/** How a handshake of another program of this user ends. */
async function handshake(port: number, servername: string): Promise<string> {
  const socket = tls.connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });

  return new Promise((resolve) => {
    socket.once('secureConnect', () => {
      socket.destroy();
      resolve('secured');
    });
    socket.once('error', () => resolve('closed'));
    socket.once('close', () => resolve('closed'));
  });
}

/** The texts of all files in a folder, of archives those within. */
async function textsIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile());
  const contents = await Promise.all(
    files.map(async (each) => {
      const bytes = await readFile(path.join(each.path, each.name));

      return each.name.endsWith('.zip') ? Object.values(unzipSync(bytes)) : [bytes];
    }),
  );

  return contents.flat().map((bytes) => Buffer.from(bytes).toString('latin1'));
}
