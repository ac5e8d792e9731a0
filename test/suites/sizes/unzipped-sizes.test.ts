import { cpSync, existsSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { packagedChromium } from '../../../lib/adapters/browser/unpack-chromium.ts';
import {
  type LaunchedBrowser,
  launchChromium,
} from '../../../lib/adapters/browser/launch-chromium.ts';
import { findChromium } from '../../../lib/adapters/browser/find-chromium.ts';
import { chromiumLayerDir, compressedChromiumDir } from '../../../lib/infra/chromium-layer.ts';
import {
  assertFitsLambda,
  folderBytes,
  SPARE_BYTES,
  UNZIPPED_LIMIT_BYTES,
} from '../../../lib/infra/unzipped-size.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const BYTES_PER_MB = 1_048_576;
const build = { distDir: path.resolve('dist'), cacheDir: path.resolve('.waywiser/cache') };
const apiRunner = path.resolve('dist/lambda/api-runner');
const browserRunner = path.resolve('dist/lambda/browser-runner');

function megabytes(bytes: number): string {
  return `${(bytes / BYTES_PER_MB).toFixed(2)} MB`;
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}

/** Every start reads it. The clients of AWS, three quarters of the code, are in a file of their own. */
const MAX_INDEX_BYTES = 128 * 1_024;
/** The synthesis leaves it out where no journey has a secret in the Parameter Store. */
const SELDOM = 'parameter-store.cjs';

async function codeBytes(folder: string, except: readonly string[] = []): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const code = names.filter((name) => !/\.(map|txt)$/.test(name) && !except.includes(name));
  const sizes = await Promise.all(code.map(async (name) => fileBytes(path.join(folder, name))));

  return sizes.reduce((sum, size) => sum + size, 0);
}

async function fileBytes(file: string): Promise<number> {
  const found = await stat(file);

  return found.isFile() ? found.size : 0;
}

/** The fonts that a browser draws a page's text with. */
async function fontsOf({ browser }: LaunchedBrowser, html: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  await page.setContent(html);
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1 });
  const selector = { nodeId: root.nodeId, selector: 'p' };
  const { nodeId } = await session.send('DOM.querySelector', selector);
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });

  return fonts.map(({ familyName }) => familyName);
}

describe('api-runner', () => {
  test('has at most 1 MB of code', async () => {
    const bytes = await codeBytes(apiRunner, [SELDOM]);
    const withClient = await codeBytes(apiRunner);
    print(
      `api-runner: code ${megabytes(bytes)}; ${megabytes(withClient)} with the client of the ` +
        `Parameter Store; with source maps ${megabytes(folderBytes(apiRunner))}`,
    );

    expect(bytes).toBeLessThanOrEqual(BYTES_PER_MB);
  });
});

describe('index.cjs of a runner', () => {
  test.each(['api-runner', 'browser-runner'])('is at most 128 kB in the %s', (name) => {
    const bytes = statSync(path.resolve('dist/lambda', name, 'index.cjs')).size;
    print(`${name}: index.cjs ${(bytes / 1_024).toFixed(0)} kB`);

    expect(bytes).toBeLessThanOrEqual(MAX_INDEX_BYTES);
  });
});

describe('browser-runner', () => {
  test('has, with the layer and unzipped, 15 MB to spare below the limit of 250 MB', () => {
    const layer = chromiumLayerDir(build);
    const [layerBytes, code] = [folderBytes(layer), folderBytes(browserRunner)];
    const spare = UNZIPPED_LIMIT_BYTES - layerBytes - code;
    print(
      `browser-runner: layer ${megabytes(layerBytes)}, code ${megabytes(code)}, ` +
        `together ${megabytes(layerBytes + code)}, to spare ${megabytes(spare)}`,
    );

    expect(spare).toBeGreaterThanOrEqual(SPARE_BYTES);
    expect(() => assertFitsLambda('browser-runner', [layer, browserRunner])).not.toThrow();
  });

  test('fits as well with the browser compressed in its code', () => {
    const bytes = folderBytes(browserRunner) + folderBytes(compressedChromiumDir(build));
    print(`browser-runner with the browser compressed: ${megabytes(bytes)}`);

    expect(bytes).toBeLessThanOrEqual(UNZIPPED_LIMIT_BYTES - SPARE_BYTES);
  });
});

describe('chromiumLayerDir()', () => {
  test('makes a layer whose browser starts with its own fonts', async () => {
    const layer = chromiumLayerDir(build);
    const { path: cacheDir, remove } = await temporaryDir();
    const chromiumPath = path.join(cacheDir, 'opt/chromium/chromium');
    cpSync(layer, path.join(cacheDir, 'opt'), { recursive: true });
    const install = await findChromium({ chromiumPath, cacheDir, anchorPath: chromiumPath });

    const launched = await launchChromium(install, {
      mode: 'multi-process',
      sandbox: false,
      resolverRules: null,
      cacheDir,
    });
    const fonts = await fontsOf(launched, `<p style="font-family: 'Open Sans'">text</p>`);
    await launched.end();
    const fontCache = existsSync(path.join(cacheDir, 'font-cache'));
    await remove();

    expect(fonts).toEqual(['Open Sans']);
    expect(fontCache).toBe(true);
  });

  test('makes it once', () => {
    const layer = chromiumLayerDir(build);
    const { mtimeMs } = statSync(path.join(layer, 'chromium/chromium'));

    expect(chromiumLayerDir(build)).toBe(layer);
    expect(statSync(path.join(layer, 'chromium/chromium')).mtimeMs).toBe(mtimeMs);
  });
});

describe('compressedChromiumDir()', () => {
  test('makes a folder that unpacks to the same browser as the package', async () => {
    const { path: dir, remove } = await temporaryDir();
    cpSync(compressedChromiumDir(build), path.join(dir, 'chromium'), { recursive: true });
    const anchorPath = path.join(dir, 'page-observer.js');

    const startedAt = performance.now();
    const found = await packagedChromium({ cacheDir: path.join(dir, 'cache'), anchorPath });
    print(
      `unpacked in ${(performance.now() - startedAt).toFixed(0)} ms on Node ${process.version}`,
    );
    const { size } = await stat(found.executablePath);
    await remove();

    expect(size).toBe((await stat(path.join(chromiumLayerDir(build), 'chromium/chromium'))).size);
  });
});
