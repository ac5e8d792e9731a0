// Bundles what runs into dist/: CommonJS, because requiring node:http costs a tenth of importing it.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';
import { writeSbom } from './sbom.mjs';
import { sourceDefines } from './source-defines.mjs';
import { NOTICES_FILE, noticesOf, packagesIn } from './notices.mjs';
import { buildLambdas } from './build-lambdas.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** The library that contains workers, for both architectures: a function may run on either. */
function copyGuard(outdir) {
  for (const platform of ['linux-x64', 'linux-arm64']) {
    const from = path.join(root, 'lib/adapters/guard/native', platform);
    cpSync(from, path.join(outdir, 'guard', platform), { recursive: true });
  }
}

/** Licences of all code inside the package, and the list of its packages for the SBOM. */
function writeBundled(results) {
  const own = packagesIn(
    root,
    results.map(({ metafile }) => metafile),
  );
  const all = new Map(
    [...own, ...inFunctions].map((each) => [`${each.name}@${each.version}`, each]),
  );
  const packages = [...all.keys()].toSorted().map((key) => all.get(key));
  writeFileSync(path.join(root, 'dist', NOTICES_FILE), noticesOf(packages));
  const list = packages.map(({ name, version, license }) => ({ name, version, license }));
  writeFileSync(path.join(root, 'dist/bundled-packages.json'), JSON.stringify(list, null, 1));
}

const quiet = process.argv.includes('--quiet');

const programs = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: {
    index: 'lib/index.ts',
    worker: 'lib/runner/worker.ts',
    inspect: 'lib/project/compile/inspect.ts',
    'target-guard': 'lib/adapters/local/target-guard.ts',
    'prepare-chromium': 'lib/adapters/browser/prepare-chromium.ts',
    'store-thread': 'lib/adapters/dynamodb/store-thread.ts',
    'bin/waywiser': 'bin/waywiser.ts',
    'bin/app': 'bin/app.ts',
    cdk: 'lib/infra/index.ts',
    'examples/shop': 'examples/shop/main.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  packages: 'external',
  define: sourceDefines(root),
  sourcemap: true,
  logLevel: quiet ? 'warning' : 'info',
});

// What is injected into pages: one self-contained script, no module system.
const observer = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: { 'page-observer': 'lib/adapters/browser/page/observer.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'chrome120',
  minify: true,
  logLevel: quiet ? 'warning' : 'info',
});

// What the dashboard's pages load: one script and one stylesheet, which a report carries inside it.
const pages = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: { app: 'lib/web/main.ts', style: 'lib/web/style.css' },
  outdir: 'dist/web',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: ['chrome111', 'firefox115', 'safari16.4'],
  minify: true,
  logLevel: quiet ? 'warning' : 'info',
});

// The names that a journey's `device` may have, as data: the validator loads no browser library.
const { devices } = await import('playwright-core');
writeFileSync(path.join(root, 'dist/device-names.json'), JSON.stringify(Object.keys(devices)));

copyGuard(path.join(root, 'dist'));
const inFunctions = await buildLambdas({ root, quiet, copyGuard, pageObserver: observer.metafile });
writeBundled([programs, observer, pages]);

if (process.argv.includes('--types')) {
  writeSbom(path.join(root, 'dist/sbom.cdx.json'));
  rmSync(path.join(root, 'dist/types'), { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
}
