// The journey of the campaign: tries one way, which its environment names.
import dgram from 'node:dgram';
import dns from 'node:dns/promises';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { BrowserJourneyContext } from 'waywiser';
import { browserJourney, every } from 'waywiser';

type Act = (journey: BrowserJourneyContext, way: ActedWay) => Promise<unknown>;

interface ActedWay {
  /** The way's page on the public site. */
  readonly page: string;
  /** The stand-in. */
  readonly target: string;
  readonly host: string;
  readonly port: number;
  /** Answers with a redirect to the stand-in. */
  readonly redirect: string;
  readonly settleMs: number;
}

/** A flush of the browser's names takes long on a busy machine. */
const FLUSHED = { timeout: 25_000 };

/** The claim is that nothing happens, so there is no event to wait for. */
async function settle({ page }: BrowserJourneyContext, { settleMs }: ActedWay): Promise<void> {
  await page.waitForTimeout(settleMs);
}

async function ended(emitter: NodeJS.EventEmitter, names: readonly string[]): Promise<void> {
  emitter.on('error', () => undefined);
  await Promise.race([
    ...names.map(
      async (name) => new Promise<void>((resolve) => emitter.once(name, () => resolve())),
    ),
    new Promise<void>((resolve) => setTimeout(resolve, 1_000)),
  ]);
}

const ACTS: Readonly<Record<string, Act>> = {
  visit: async (journey, way) => {
    await journey.page.goto(way.page).catch(() => undefined);
    await settle(journey, way);
  },
  own: async (journey, way) => {
    await journey.page.goto(way.page);
    await journey.page.waitForFunction("document.title === 'tried'", null, FLUSHED);
    await settle(journey, way);
  },
  ownClick: async (journey, way) => {
    await journey.page.goto(way.page);
    await journey.page.waitForFunction("document.title === 'tried'", null, FLUSHED);
    await journey.page.click('#go');
    await settle(journey, way);
  },
  ownReload: async (journey, way) => {
    await journey.page.goto(way.page);
    await journey.page.waitForFunction("document.title === 'tried'", null, FLUSHED);
    await journey.page.reload().catch(() => undefined);
    await settle(journey, way);
  },
  viewSource: async (journey, way) => {
    await journey.page.goto(`view-source:${way.target}`).catch(() => undefined);
    await settle(journey, way);
  },
  devtools: async (journey, way) => {
    const inspector = 'devtools://devtools/bundled/inspector.html';
    await journey.page.goto(`${inspector}?ws=${way.host}:${way.port}/`).catch(() => undefined);
    await settle(journey, way);
  },
  click: async (journey, way) => {
    await journey.page.goto(way.page);
    await journey.page.click('#go', { noWaitAfter: true });
    await settle(journey, way);
  },
  goto: async ({ page }, way) => page.goto(way.target),
  gotoCaught: async (journey, way) => {
    await journey.page.goto(way.target).catch(() => undefined);
    await settle(journey, way);
  },
  newPage: async ({ context }, way) => (await context.newPage()).goto(way.target),
  evaluate: async (journey, way) => {
    await journey.page.goto(way.page);
    await journey.page.evaluate(`location.href = ${JSON.stringify(way.target)}`);
    await settle(journey, way);
  },
  setContent: async (journey, way) => {
    await journey.page.setContent(`<a href="${way.target}">go</a>`);
    await journey.page.click('a', { noWaitAfter: true });
    await settle(journey, way);
  },
  cdpNavigate: async (journey, way) => {
    const session = await journey.context.newCDPSession(journey.page);
    await session.send('Page.navigate', { url: way.target });
    await settle(journey, way);
  },
  cdpTarget: async (journey, way) => {
    const session = await journey.context.browser()?.newBrowserCDPSession();
    await session?.send('Target.createTarget', { url: way.target });
    await settle(journey, way);
  },
  cdpLoad: async ({ context, page }, way) => {
    await page.goto(way.page);
    const session = await context.newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    await session.send('Network.loadNetworkResource', {
      frameId: frameTree.frame.id,
      url: way.target,
      options: { disableCache: true, includeCredentials: true },
    });
  },
  httpGet: async ({ http: client }, way) => client.get(way.target),
  httpPost: async ({ http: client }, way) => client.post(way.target, { json: {} }),
  httpRedirect: async ({ http: client }, way) => client.get(way.redirect),
  pageRequest: async ({ page }, way) => page.request.get(way.target),
  pageRequestRedirect: async ({ page }, way) => page.request.get(way.redirect),
  contextRequest: async ({ context }, way) => context.request.post(way.target, { data: 'x' }),
  routeFetch: async (journey, way) => {
    const { page } = journey;
    await page.route('**/fetched', async (route) => {
      const response = await route.fetch({ url: way.target }).catch(() => null);
      await (response === null ? route.abort() : route.fulfill({ response }));
    });
    await page.goto(way.page);
    await page.evaluate("fetch('/fetched').catch(() => 0)");
  },
  routeContinue: async (journey, way) => {
    const { page } = journey;
    await page.route('**/continued', async (route) => route.continue({ url: way.target }));
    await page.goto(way.page);
    await page.evaluate("fetch('/continued').catch(() => 0)");
  },
  scriptTag: async ({ page }, way) => {
    await page.goto(way.page);
    await page.addScriptTag({ url: way.target });
  },
  styleTag: async ({ page }, way) => {
    await page.goto(way.page);
    await page.addStyleTag({ url: way.target });
  },
  evaluateFetch: async ({ page }, way) => {
    await page.goto(way.page);
    await page.evaluate(`fetch(${JSON.stringify(way.target)}, { mode: 'no-cors' })`);
  },
  ownContext: async ({ context }, way) => {
    const own = await context.browser()?.newContext();
    await (await own?.newPage())?.goto(way.target);
  },
  ownContextRequest: async ({ context }, way) => {
    const own = await context.browser()?.newContext();
    await own?.request.get(way.target);
  },
  ownContextProxy: async ({ context }, way) => {
    const own = await context
      .browser()
      ?.newContext({ proxy: { server: `http://${way.host}:${way.port}` } });
    await (await own?.newPage())?.goto('http://site.example/');
  },
  nodeFetch: async (_journey, way) => fetch(way.target),
  nodeHttp: async (_journey, way) => ended(http.get(way.target), ['response', 'error']),
  nodeHttp2: async (_journey, way) => ended(http2.connect(way.target), ['connect', 'error']),
  nodeNet: async (_journey, way) => {
    await ended(net.connect(way.port, way.host.replace(/[[\]]/g, '')), ['connect', 'error']);
  },
  nodeTls: async (_journey, way) => {
    const host = way.host.replace(/[[\]]/g, '');
    await ended(tls.connect({ port: way.port, host }), ['secureConnect', 'error']);
  },
  nodeUdp: async (_journey, way) => {
    const { address, family } = await dns.lookup(way.host.replace(/[[\]]/g, ''));
    const socket = dgram.createSocket(family === 6 ? 'udp6' : 'udp4');
    socket.send('x', way.port, address, () => socket.close());
    await ended(socket, ['close', 'error']);
  },
  nodeUdpConnected: async (_journey, way) => {
    const { address, family } = await dns.lookup(way.host.replace(/[[\]]/g, ''));
    const socket = dgram.createSocket(family === 6 ? 'udp6' : 'udp4');
    socket.connect(way.port, address, (error?: Error) => {
      if (error !== undefined) socket.close();
      else socket.send('x', () => socket.close());
    });
    await ended(socket, ['close', 'error']);
  },
  nodeWorker: async (_journey, way) => {
    const code = `fetch(${JSON.stringify(way.target)}).finally(() => 0).catch(() => 0)`;
    await ended(new Worker(code, { eval: true }), ['exit', 'error']);
  },
};

export default browserJourney('campaign', { schedule: every('5m') }, async (journey) => {
  const way: ActedWay = JSON.parse(journey.env['WAY'] ?? '{}');
  const act = ACTS[journey.env['ACT'] ?? 'visit'];
  if (act === undefined) throw new TypeError(`No act ${journey.env['ACT']}`);
  await journey.step('try the way', async () => {
    await act(journey, way);
  });
});
