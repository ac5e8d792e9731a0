// Tries versions of the package with Lambda's Chromium: both process models, many runs each, with
// unlimited core dumps. Needs the built product.
//   npx tsx scripts/chromium/main.ts 153.0.0 [--runs 1000]
// Prints what was seen, for a row of tried-versions.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CHROMIUM_PACKAGE, packageSource } from '../../lib/adapters/browser/chromium-source.ts';
import type { BrowserMode } from '../../lib/adapters/browser/launch-arguments.ts';
import { unpackChromium } from '../../lib/adapters/browser/unpack-chromium.ts';
import { folderBytes } from '../../lib/infra/unzipped-size.ts';
import { isSound, type TrialCount } from './currency.ts';

const MODES: readonly BrowserMode[] = ['multi-process', 'single-process'];
const TSX = path.resolve(import.meta.dirname, '../../node_modules/.bin/tsx');
const BYTES_PER_MB = 1_048_576;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '1000' } },
  });
  if (positionals.length === 0) throw new TypeError('Cannot try a browser: expected a version');
  for (const version of positionals) await tryVersion(version, values.runs);
}

async function tryVersion(version: string, runs: string): Promise<void> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-chromium-'));
  try {
    writeFileSync(path.join(dir, 'package.json'), '{}');
    const spec = `${CHROMIUM_PACKAGE}@${version}`;
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
    execFileSync('npm', ['install', ...options, spec], { cwd: dir, stdio: 'ignore' });
    const layer = await unpackChromium(
      packageSource(path.join(dir, 'index.js')),
      path.join(dir, 'layer'),
    );
    const counts = MODES.map((mode) => trial(dir, { layer, mode, runs }));
    for (const count of counts) process.stdout.write(`${version} ${JSON.stringify(count)}\n`);
    const size = (folderBytes(layer) / BYTES_PER_MB).toFixed(1);
    const verdict = isSound(counts) ? 'passes' : 'fails';
    process.stdout.write(`${version} ${verdict}; the layer has ${size} MB\n`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A shell of its own, because Node cannot raise its core limit. */
function trial(
  dir: string,
  { layer, mode, runs }: { readonly layer: string; readonly mode: string; readonly runs: string },
): TrialCount {
  const cwd = path.join(dir, mode);
  const temporary = path.join(cwd, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const program = [
    path.join(import.meta.dirname, 'trial.ts'),
    path.join(layer, 'chromium'),
    mode,
    runs,
  ];
  const command = ['-c', 'ulimit -c unlimited; exec "$0" "$@"', TSX, ...program];
  const output = execFileSync('sh', command, {
    cwd,
    env: { ...process.env, TMPDIR: temporary },
    encoding: 'utf8',
  });

  return JSON.parse(output);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
