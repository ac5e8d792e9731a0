import { cpSync } from 'node:fs';
import path from 'node:path';
import { WRAPPER_PATH, WRAPPER_VARIABLE } from '../../../lib/core/deploy/exec-wrapper.ts';
import { FUNCTION_ENV } from '../../../lib/core/deploy/function-environment.ts';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import {
  chromiumLayerDir,
  COMPRESSED_FOLDER,
  compressedChromiumDir,
} from '../../../lib/infra/chromium-layer.ts';
import { startServer } from '../http-server.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { ExecutionEnvironment, type FunctionOptions } from './execution-environment.ts';
import { prepareHost } from './host.ts';
import { type LocalAws, startLocalAws } from './local-aws.ts';
import { loadJourneys, runnerCode } from './runner-code.ts';
import { lambdaTools } from './tools.ts';

/** The runners as they were built, a target for their journeys, and where their records go. */
export interface RunnerWorld {
  readonly aws: LocalAws;
  /** Paths that the target was asked for, in order. */
  readonly seen: string[];
  /** The target of the pages and journeys that attack the runtime. */
  attacked: ExecutionEnvironment | null;
  /** Starts an environment of a runner. */
  runner(kind: JourneyKind, options?: Partial<FunctionOptions>): Promise<ExecutionEnvironment>;
  /** Starts one of the browser runner whose code carries the browser compressed, for Node 24. */
  compressedRunner(): Promise<ExecutionEnvironment>;
  /** Ends the environments that were started since the last call. */
  closeRunners(): Promise<void>;
  close(): Promise<void>;
}

const LIMITS = {
  api: { memoryMb: 512, timeoutMs: 10_000 },
  browser: { memoryMb: 2_048, timeoutMs: 60_000 },
} as const;

/** Sets it up; the first time, the runtime is installed and the layer made. */
export async function runnerWorld(): Promise<RunnerWorld> {
  const { path: cacheDir, remove } = await temporaryDir();
  const layers = { distDir: path.resolve('dist'), cacheDir: path.resolve('.waywiser/cache') };
  const tools = lambdaTools();
  const host = prepareHost(tools, chromiumLayerDir(layers));
  const aws = await startLocalAws();
  const seen: string[] = [];
  const target = await startServer((request, response) => {
    const route = request.url ?? '/';
    seen.push(route);
    if (route === '/silence') return;
    const address = world.attacked?.api.address ?? '';
    response.setHeader('content-type', 'text/html');
    if (route === '/runtime-address') response.end(JSON.stringify({ address }));
    else response.end(route === '/hostile' ? hostilePage(address) : '<h1>Shop</h1>');
  });
  const project = await loadJourneys(path.resolve('test/fixtures/lambda-project'), {
    baseUrl: target.origin,
    cacheDir,
  });
  const code = { api: runnerCode('api', project), browser: runnerCode('browser', project) };
  const open: ExecutionEnvironment[] = [];

  async function closeRunners(): Promise<void> {
    await Promise.all(open.splice(0).map(async (environment) => environment.close()));
  }

  async function start(options: FunctionOptions): Promise<ExecutionEnvironment> {
    const environment = new ExecutionEnvironment(host, options);
    open.push(environment);

    return environment.start();
  }

  const env = {
    AWS_ENDPOINT_URL: aws.endpoint,
    [FUNCTION_ENV.stage]: 'test',
    [FUNCTION_ENV.queueUrl]: aws.queueUrl,
    [FUNCTION_ENV.evidenceBucket]: 'waywiser-test-evidence',
    [FUNCTION_ENV.evidencePrefix]: 'evidence/browser-runner',
    [WRAPPER_VARIABLE]: WRAPPER_PATH,
  };
  const layerEnv = {
    ...env,
    [FUNCTION_ENV.chromium]: path.join(host.optDir, 'chromium/chromium'),
  };

  const world: RunnerWorld = {
    aws,
    seen,
    attacked: null,
    runner: async (kind, options = {}) =>
      start({
        name: `waywiser-test-${kind}-runner`,
        codeDir: code[kind].dir,
        ...LIMITS[kind],
        ...options,
        env: { ...layerEnv, ...options.env },
      }),
    compressedRunner: async () => {
      const codeDir = path.join(cacheDir, 'compressed');
      cpSync(code.browser.dir, codeDir, { recursive: true });
      const packed = compressedChromiumDir({ ...layers, nodePath: tools.nodePath });
      cpSync(packed, path.join(codeDir, COMPRESSED_FOLDER), { recursive: true });

      return start({ name: 'waywiser-test-browser-runner', codeDir, ...LIMITS.browser, env });
    },
    closeRunners,
    close: async () => {
      await closeRunners();
      await Promise.all([aws.close(), target.close(), remove()]);
      for (const each of Object.values(code)) each.remove();
      host.remove();
    },
  };

  return world;
}

/** Tries the runtime API by the ways that a page has, and says so in its title. */
function hostilePage(address: string): string {
  const [host = '', port = ''] = address.split(':');
  const route = '/2018-06-01/runtime/invocation/next';
  const ways = [address, `localhost:${port}`, `2130706433:${port}`, `[::ffff:${host}]:${port}`];
  const urls = JSON.stringify(ways.map((way) => `http://${way}${route}`));

  return `<!doctype html><title>trying</title><script>
    const tries = ${urls}.flatMap((url) => [
      fetch(url, { mode: 'no-cors' }),
      fetch(url.replace('/next', '/1/response'), { method: 'POST', body: '{}', mode: 'no-cors' }),
      new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = url; }),
      new Promise((done) => { const w = new WebSocket(url.replace('http', 'ws')); w.onclose = w.onerror = done; }),
      new Promise((done) => { const f = document.createElement('iframe'); f.src = url; f.onload = done; document.documentElement.append(f); }),
    ]);
    Promise.allSettled(tries).then(() => { document.title = 'tried'; });
  </script>`;
}
