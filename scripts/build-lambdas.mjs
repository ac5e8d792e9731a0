// Builds the functions that run in AWS into dist/lambda/: each folder holds all that it needs but
// the project's journeys, which the synthesis adds.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { sourceDefines } from './source-defines.mjs';

const RUNNERS = ['api-runner', 'browser-runner'];
const JOBS = ['recorder', 'jobs', 'trends', 'webhook'].filter((name) =>
  existsSync(`lambdas/${name}.ts`),
);

/** Shown to people, recorded in traces, or for running test files: nothing that a journey needs. */
const LEFT_OUT = {
  'playwright-core': [/^lib\/vite/, /^lib\/tools/, /^types/, /^bin/, /\.d\.ts$/],
  playwright: [/^lib\/(agents|cli|reporters)\b/, /^types/, /\.d\.ts$/],
};

/** A file of its own, which the synthesis adds where it is needed: this client is a third of all. */
const OWN_FILES = ['parameter-store'];
/** What runs of API journeys never come to. */
const OF_BROWSERS = ['evidence-uploader', 'chromium-browser'];

export async function buildLambdas({ root, quiet }) {
  for (const name of [...RUNNERS, ...JOBS]) {
    const entry = path.join(root, 'lambdas', `${name}.ts`);
    const outdir = path.join(root, 'dist/lambda', name);
    const isRunner = RUNNERS.includes(name);
    await bundle({ root, outdir, quiet, name, entries: entriesOf(root, entry, isRunner) });
    if (!isRunner) continue;
    cpSync(path.join(root, 'dist/page-observer.js'), path.join(outdir, 'page-observer.js'));
    if (name === 'browser-runner') copyPlaywright(root, outdir);
  }
}

function entriesOf(root, index, isRunner) {
  if (!isRunner) return { index };

  return {
    index,
    worker: path.join(root, 'lib/runner/worker.ts'),
    'parameter-store': path.join(root, 'lib/adapters/secrets/parameter-store.ts'),
  };
}

async function bundle({ root, outdir, quiet, name, entries }) {
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    // The clients' ES modules: what of them is not used is left out.
    mainFields: ['module', 'main'],
    define: sourceDefines(root),
    // The browser comes in a layer or next to the code; its library finds its own files by place.
    external: ['@sparticuz/chromium', 'playwright', 'playwright/*', 'playwright-core'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    plugins: [apart(name === 'api-runner' ? [...OWN_FILES, ...OF_BROWSERS] : OWN_FILES)],
    logLevel: quiet ? 'warning' : 'info',
  });
}

/** Leaves imports of these modules as they are: of a file next to the bundle. */
function apart(names) {
  const filter = new RegExp(`/(${names.join('|')})\\.ts$`);

  return {
    name: 'apart',
    setup: ({ onResolve }) => {
      onResolve({ filter }, ({ path: asked, kind }) =>
        kind === 'entry-point'
          ? null
          : { path: `./${path.basename(asked, '.ts')}.cjs`, external: true },
      );
    },
  };
}

function copyPlaywright(root, outdir) {
  for (const [name, patterns] of Object.entries(LEFT_OUT)) {
    const from = packageDir(root, name);
    const to = path.join(outdir, 'node_modules', name);
    if (versionIn(to) === versionIn(from)) continue;
    rmSync(to, { recursive: true, force: true });
    mkdirSync(to, { recursive: true });
    cpSync(from, to, {
      recursive: true,
      filter: (source) => !patterns.some((each) => each.test(path.relative(from, source))),
    });
  }
}

function versionIn(dir) {
  const file = path.join(dir, 'package.json');

  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}

function packageDir(root, name) {
  const manifest = createRequire(path.join(root, 'package.json')).resolve(`${name}/package.json`);
  if (!existsSync(manifest)) throw new Error(`Cannot build the browser runner: ${name} is missing`);

  return path.dirname(manifest);
}
