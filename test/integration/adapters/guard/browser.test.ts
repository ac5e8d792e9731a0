import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromiumEnvironment } from '../../../../lib/adapters/browser/chromium-environment.ts';
import { findChromium } from '../../../../lib/adapters/browser/find-chromium.ts';
import {
  ignoredDefaultArguments,
  launchArguments,
} from '../../../../lib/adapters/browser/launch-arguments.ts';
import { type GuardedResult, runGuarded } from '../../../support/guarded-process.ts';
import { closer, listen } from '../../../support/listening.ts';

/** A site, and a port of the same machine that its pages try to reach. */
interface Machine {
  readonly sitePort: number;
  readonly otherPort: number;
  /** What arrived at the other port. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

const MODES = ['multi-process', 'single-process'] as const;

let machine: Machine;

beforeEach(async () => {
  let connections = 0;
  const other = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const site = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(page(machine.otherPort));
  });
  const closers = [closer(other), closer(site)];
  const [otherPort, sitePort] = [await listen(other), await listen(site)];
  machine = {
    sitePort,
    otherPort,
    connections: () => connections,
    close: async () => {
      await Promise.all(closers.map(async (close) => close()));
    },
  };
});

afterEach(async () => machine.close());

/** Tries the other port in every way that needs no name, and sets its title when all have failed. */
function page(port: number): string {
  const at = `127.0.0.1:${port}`;

  return `<!doctype html><title>trying</title><h1>Shop</h1><script>
    const settled = (start) => new Promise((done) => start(done));
    const turn = new RTCPeerConnection({ iceServers: [
      { urls: 'turn:${at}?transport=tcp', username: 'u', credential: 'c' }] });
    turn.createDataChannel('x');
    Promise.allSettled([
      fetch('http://${at}/fetch'),
      fetch('http://10.1.2.3/fetch'),
      settled((done) => { const image = new Image(); image.onload = image.onerror = done; image.src = 'http://${at}/image'; }),
      settled((done) => { const socket = new WebSocket('ws://${at}/ws'); socket.onopen = socket.onerror = done; }),
      settled((done) => { const frame = document.createElement('iframe'); frame.onload = done; frame.src = 'http://${at}/frame'; document.documentElement.append(frame); }),
      settled((done) => { turn.onicegatheringstatechange = () => turn.iceGatheringState === 'complete' && done(); turn.createOffer().then((offer) => turn.setLocalDescription(offer)); }),
    ]).then(() => { navigator.sendBeacon('http://${at}/beacon'); document.title = 'tried'; });
  </script>`;
}

/** Opens the page, and then the other port, with nothing but the guard in the way. */
async function visit(
  mode: (typeof MODES)[number],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<GuardedResult> {
  const install = await findChromium({
    chromiumPath: process.env['WAYWISER_CHROMIUM'] ?? null,
    cacheDir: path.join(os.homedir(), '.cache', 'waywiser'),
    anchorPath: path.resolve('dist/page-observer.js'),
  });
  const options = {
    executablePath: install.executablePath,
    chromiumSandbox: false,
    ignoreDefaultArgs: ignoredDefaultArguments,
    // WebRTC would be disabled.
    args: launchArguments({ mode, resolverRules: null }).filter((each) => !each.includes('webrtc')),
    env: chromiumEnvironment(install, os.tmpdir()),
  };

  return runGuarded({
    env,
    programs: [install.executablePath],
    reach: { baseUrl: `http://127.0.0.1:${machine.sitePort}` },
    code: `
      const { chromium } = require(${JSON.stringify(require.resolve('playwright-core'))});
      const browser = await chromium.launch(${JSON.stringify(options)});
      const page = await browser.newPage();
      await page.goto('http://127.0.0.1:${machine.sitePort}/');
      await page.waitForFunction(() => document.title === 'tried');
      report(await page.textContent('h1'));
      report(await page.goto('http://127.0.0.1:${machine.otherPort}/top').then(() => 'reached', ({ message }) => /net::\\w+/.exec(message)[0]));
      await browser.close();`,
  });
}

describe('the guard of a browser', () => {
  it.each(MODES)('lets no page reach another port, and reports it (%s)', async (mode) => {
    const { reported, refusals, hasBrowser } = await visit(mode);

    expect(reported).toStrictEqual(['Shop', 'net::ERR_NETWORK_ACCESS_DENIED']);
    expect(machine.connections()).toBe(0);
    expect(hasBrowser).toBe(true);
    // Chromium also compares routes, by sockets of UDP that send nothing.
    const refused = refusals.refused.filter(({ protocol }) => protocol === 'tcp');
    expect(refused).toContainEqual(
      expect.objectContaining({ address: '10.1.2.3', port: 80, by: 'browser' }),
    );
    const other = refused.find(({ address }) => address === '127.0.0.1');
    expect(other).toMatchObject({
      port: machine.otherPort,
      by: 'browser',
      setting: 'allowPrivate',
    });
    // Seven ways of the page, and the document.
    expect(other?.count).toBeGreaterThanOrEqual(7);
  });

  it.each(MODES)('is what keeps pages from another port (%s)', async (mode) => {
    const { hasBrowser } = await visit(mode, { LD_PRELOAD: undefined });

    expect(hasBrowser).toBe(false);
    expect(machine.connections()).toBeGreaterThanOrEqual(7);
  });
});
