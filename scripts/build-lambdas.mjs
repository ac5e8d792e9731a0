// Builds the functions that run in AWS into dist/lambda/: each folder holds all that it needs but
// the project's journeys, which the synthesis adds.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { NOTICES_FILE, noticesOf, packagesIn } from './notices.mjs';
import { packedSuffixes } from './packed-suffixes.mjs';
import { sourceDefines } from './source-defines.mjs';

const RUNNERS = ['api-runner', 'browser-runner'];
const JOBS = ['recorder', 'jobs', 'trends', 'notifier'].filter((name) =>
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
/**
 * The modules of a runner with a client of AWS, and what each exports. They are one file, because the
 * clients have most of their code in common, and not in the index: it is most of a runner's code, and
 * no start needs it.
 */
const CLIENTS_FILE = 'aws-clients';
const CLIENTS = {
  'record-sender': { source: 'lib/adapters/sqs/record-sender.ts', name: 'recordSender' },
  'managed-secret': { source: 'lib/adapters/secrets/managed-secret.ts', name: 'readManagedSecret' },
  'evidence-uploader': { source: 'lib/adapters/s3/evidence-uploader.ts', name: 'evidenceUploader' },
};

/** Returns the packages whose code is inside the functions. */
export async function buildLambdas({ root, quiet, copyGuard, pageObserver }) {
  const inside = [];
  for (const name of [...RUNNERS, ...JOBS]) {
    const entry = path.join(root, 'lambdas', `${name}.ts`);
    const outdir = path.join(root, 'dist/lambda', name);
    const isRunner = RUNNERS.includes(name);
    const entries = entriesOf(root, entry, isRunner);
    const metafile = await bundle({ root, outdir, quiet, name, entries });
    const hasBrowser = name === 'browser-runner';
    const metafiles = hasBrowser ? [metafile, pageObserver] : [metafile];
    const packages = packagesIn(root, metafiles, copiedPackages(name));
    writeFileSync(path.join(outdir, NOTICES_FILE), noticesOf(packages));
    inside.push(...packages);
    if (!isRunner) continue;
    copyGuard(outdir);
    copyWrapper(root, outdir);
    if (hasBrowser) {
      cpSync(path.join(root, 'dist/page-observer.js'), path.join(outdir, 'page-observer.js'));
      copyPlaywright(root, outdir);
    }
  }

  return inside;
}

function copiedPackages(name) {
  return name === 'browser-runner'
    ? Object.keys(LEFT_OUT).map((each) => `node_modules/${each}`)
    : [];
}

function entriesOf(root, index, isRunner) {
  if (!isRunner) return { index };

  return {
    index,
    worker: path.join(root, 'lib/runner/worker.ts'),
    'parameter-store': path.join(root, 'lib/adapters/secrets/parameter-store.ts'),
    [CLIENTS_FILE]: CLIENTS_FILE,
  };
}

async function bundle({ root, outdir, quiet, name, entries }) {
  const { metafile } = await build({
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
    // The licences are in a file next to the code.
    legalComments: 'none',
    metafile: true,
    // By `require`, as everything else: Node's loader of ES modules takes ten times as long.
    supported: { 'dynamic-import': false },
    // Code that functions load and never come to: each file says why.
    alias: {
      'graceful-fs': 'node:fs',
      picomatch: path.join(root, 'scripts/no-globs.cjs'),
      '@babel/code-frame': path.join(root, 'scripts/no-code-frames.cjs'),
      'color-convert': path.join(root, 'scripts/no-colour-models.cjs'),
      ws: path.join(root, 'scripts/websocket-client.cjs'),
      '@aws-sdk/credential-provider-node': path.join(root, 'scripts/environment-credentials.cjs'),
    },
    plugins: RUNNERS.includes(name)
      ? [apart(filesApart(name)), clients(root, name), packedSuffixes()]
      : [],
    logLevel: quiet ? 'warning' : 'info',
  });

  return metafile;
}

/** The file of each module that is not in the index or the worker. */
function filesApart(name) {
  const own = name === 'api-runner' ? [...OWN_FILES, ...OF_BROWSERS] : OWN_FILES;
  const inClients = Object.keys(clientsOf(name)).map((module) => [module, CLIENTS_FILE]);

  return new Map([...inClients, ...own.map((module) => [module, module])]);
}

function clientsOf(name) {
  const never = name === 'api-runner' ? OF_BROWSERS : [];

  return Object.fromEntries(Object.entries(CLIENTS).filter(([module]) => !never.includes(module)));
}

/** Leaves imports of these modules as they are: of a file next to the bundle. */
function apart(files) {
  const filter = new RegExp(`/(${[...files.keys()].join('|')})\\.ts$`);

  return {
    name: 'apart',
    setup: ({ onResolve }) => {
      onResolve({ filter }, ({ path: asked, kind, namespace }) =>
        kind === 'entry-point' || namespace === CLIENTS_FILE
          ? null
          : { path: `./${files.get(path.basename(asked, '.ts'))}.cjs`, external: true },
      );
    },
  };
}

/** Makes the file of the clients: each is evaluated when it is asked for. */
function clients(root, name) {
  const getters = Object.values(clientsOf(name)).map(
    (each) => `get ${each.name}() { return require('./${each.source}').${each.name}; },`,
  );
  const contents = `module.exports = { ${getters.join('\n')} };`;

  return {
    name: CLIENTS_FILE,
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: new RegExp(`^${CLIENTS_FILE}$`) }, () => ({
        path: CLIENTS_FILE,
        namespace: CLIENTS_FILE,
      }));
      onLoad({ filter: /./, namespace: CLIENTS_FILE }, () => ({ contents, resolveDir: root }));
    },
  };
}

/** Lambda starts the runtime through it: it must be executable, whatever the package was unpacked with. */
function copyWrapper(root, outdir) {
  const file = path.join(outdir, 'guard-wrapper.sh');
  cpSync(path.join(root, 'lib/adapters/guard/native/guard-wrapper.sh'), file);
  chmodSync(file, 0o755);
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
