import {
  chmodSync,
  closeSync,
  openSync,
  readSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { findChromium } from '../../../../lib/adapters/browser/find-chromium.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import type { Cause } from '../../../../lib/core/record/outcome.ts';
import type { JourneyKind } from '../../../../lib/core/record/run-record.ts';
import { type MonitorFault, NO_FAULT } from './fault.ts';

const BROWSER_ONLY: readonly JourneyKind[] = ['browser'];
/** Enough of a program for its headers, and too little to run. */
const CUT_BYTES = 100_000;

function builtPaths(): ReturnType<typeof pathsOf> {
  return pathsOf({ cwd: process.cwd(), env: process.env }, path.resolve('dist'));
}

function withoutBrowser(
  name: string,
  browser: string | ((dir: string) => string | Promise<string>),
  isSampled = false,
): MonitorFault {
  return {
    ...NO_FAULT,
    name,
    kinds: BROWSER_ONLY,
    cause: 'monitor.browser',
    settings: async (dir) => ({
      chromiumPath: typeof browser === 'string' ? browser : await browser(dir),
    }),
    isSampled,
  };
}

/** A browser that is a shell script. */
function script(...lines: readonly string[]): (dir: string) => string {
  return (dir) => {
    const file = path.join(dir, 'browser');
    writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(file, 0o755);

    return file;
  };
}

/** The real browser's program. */
async function realBrowser(): Promise<string> {
  const { cacheDir, observerScriptPath } = builtPaths();
  const chromiumPath = process.env['WAYWISER_CHROMIUM'] ?? null;
  const found = await findChromium({ chromiumPath, cacheDir, anchorPath: observerScriptPath });

  return found.executablePath;
}

async function cutBrowser(dir: string): Promise<string> {
  const file = path.join(dir, 'browser');
  writeFileSync(file, firstBytes(await realBrowser()));
  chmodSync(file, 0o755);

  return file;
}

function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(CUT_BYTES);
  const handle = openSync(file, 'r');
  readSync(handle, bytes);
  closeSync(handle);

  return bytes;
}

function notExecutable(dir: string): string {
  const file = path.join(dir, 'browser');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o644);

  return file;
}

/** A worker that is another program. */
function withWorker(name: string, code: string, cause: Cause): MonitorFault {
  return {
    ...NO_FAULT,
    name,
    cause,
    worker: (dir) => {
      const file = path.join(dir, 'worker.cjs');
      writeFileSync(file, code);

      return file;
    },
  };
}

function withSpoiledBundle(name: string, spoil: (bundlePath: string) => void): MonitorFault {
  return { ...NO_FAULT, name, cause: 'monitor.disk', spoil };
}

const CHANNEL = "new (require('node:net').Socket)({ fd: 3 })";

/** Programs and files of the platform that are missing, damaged, or do not what they should. */
export const PROGRAM_FAULTS: readonly MonitorFault[] = [
  withoutBrowser('no browser at its path', '/nowhere/chromium', true),
  withoutBrowser('a browser that ends at once', '/bin/false'),
  withoutBrowser('a browser that is another program', '/bin/cat'),
  withoutBrowser('a browser that is a folder', '/tmp'),
  withoutBrowser('a browser that is not executable', notExecutable),
  withoutBrowser('a browser that is cut off', cutBrowser),
  withoutBrowser('a browser that crashes at its start', script('kill -SEGV $$')),
  withoutBrowser('a browser that closes its pipe', script('exec 3<&- 4>&-', 'exec sleep 60')),
  withoutBrowser(
    'a browser that sends something else',
    script("printf 'not a message\\0' >&4", 'exec sleep 60'),
  ),
  withoutBrowser('a browser that hangs at its start', script('exec sleep 120')),
  {
    ...NO_FAULT,
    name: 'no browser on the machine',
    kinds: BROWSER_ONLY,
    cause: 'monitor.browser',
    settings: () => ({ observerScriptPath: '/nowhere/observer.js' }),
  },
  {
    ...NO_FAULT,
    name: 'no worker at its path',
    cause: 'monitor.crash',
    worker: () => '/nowhere/worker.cjs',
  },
  withWorker('a worker that is no program', 'const {', 'monitor.crash'),
  withWorker('a worker that ends at once', 'process.exit(0);', 'monitor.crash'),
  withWorker(
    'a worker that ends when it gets a run',
    `${CHANNEL}.on('data', () => process.exit(7));`,
    'monitor.crash',
  ),
  withWorker(
    'a worker that sends something else',
    `const channel = ${CHANNEL}; channel.write(Buffer.alloc(100_000, 'garbage')); channel.resume();`,
    'monitor.crash',
  ),
  withWorker(
    'a worker that throws',
    "setTimeout(() => { throw new Error('out of order'); });",
    'monitor.crash',
  ),
  withSpoiledBundle('no bundle', (bundlePath) => unlinkSync(bundlePath)),
  withSpoiledBundle('an empty bundle', (bundlePath) => truncateSync(bundlePath, 0)),
  {
    ...withSpoiledBundle('a bundle that is cut off', (bundlePath) => truncateSync(bundlePath, 150)),
    isSampled: true,
  },
  {
    ...withSpoiledBundle('a damaged source map', (bundlePath) =>
      writeFileSync(`${bundlePath}.map`, '{ "version": 3, "sour'),
    ),
    cause: null,
  },
  withSpoiledBundle('a bundle of zeros', (bundlePath) =>
    writeFileSync(bundlePath, Buffer.alloc(4_096)),
  ),
];
