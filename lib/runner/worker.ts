// The process that journeys run in, one attempt at a time; it is reused for later attempts. It has
// no credentials and no access to the store, and the sandbox in the parent process ends it at the
// deadline.
import type { BrowserPort } from '../core/ports.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { executeAttempt } from '../core/run/execute-attempt.ts';
import { attemptPorts } from './attempt-ports.ts';
import { checkCounter } from './counting-expect.ts';
import { instrumentReader } from './instrument-reader.ts';
import { journeyApi, evaluateBundle } from './journey-module.ts';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './protocol.ts';
import { refusedResult } from './refused-result.ts';
import { rehearseHttp } from './rehearsal.ts';
import { sourceLocator } from './source-locator.ts';
import { strayErrors } from './stray-errors.ts';
import type { JourneyKind } from '../core/record/run-record.ts';
import { Worker } from 'node:worker_threads';

/** Frames of a stack trace: enough to include the journey's frames below those of libraries. */
const STACK_DEPTH = 50;

async function main(): Promise<void> {
  Error.stackTraceLimit = STACK_DEPTH;
  exitWhenOrphaned();
  const settings: WorkerSettings = JSON.parse(process.argv[2] ?? '{}');
  const checks = checkCounter();
  const expect = checks.wrap(await assertionLibrary(settings.kind));
  const browser = await workerBrowser(settings, (pids) => report({ kind: 'browser', pids }));
  const api = journeyApi(expect);
  const strays = strayErrors();
  const startInstrument = instrumentReader();
  const collectGarbage = idleGc();
  if (settings.kind === 'api') await rehearseHttp();

  process.on('disconnect', () => {
    void exitWithBrowser(browser);
  });
  process.on('message', (order: WorkerOrder) => {
    void answer(order.request);
  });
  report({ kind: 'ready' });

  async function answer(request: AttemptRequest): Promise<void> {
    const ports = attemptPorts(request, {
      settings,
      browser,
      checks,
      strays,
      startInstrument,
      onProgress: (progress: AttemptProgress) => report({ kind: 'progress', progress }),
    });
    try {
      const definition = evaluateBundle(request.bundlePath, api);
      const { clean, ...result } = await executeAttempt(definition, request, ports);
      report({ kind: 'done', result, clean });
    } catch (error) {
      report({ kind: 'done', result: failedToStart(request, error), clean: false });
    }
    report({ kind: 'browser', pids: browser?.browserPids() ?? [] });
    setImmediate(collectGarbage);
  }
}

function failedToStart(request: AttemptRequest, error: unknown): AttemptResult {
  const { locate } = sourceLocator(request.bundlePath, request.projectDir);

  return refusedResult(request, error, locate(error));
}

function report(message: WorkerReport): void {
  // Undefined once the parent process is gone.
  process.send?.(message);
}

async function exitWithBrowser(browser: BrowserPort | null): Promise<void> {
  await browser?.dispose();
  process.kill(process.pid, 'SIGKILL');
}

/**
 * The `expect` of a kind of journey: Playwright's for browser journeys; for API journeys the
 * `expect` package, which has the same value matchers and loads in a tenth of the time.
 */
async function assertionLibrary(kind: JourneyKind): Promise<object> {
  return kind === 'browser'
    ? (await import('playwright/test')).expect
    : (await import('expect')).expect;
}

/**
 * Checks once a second, in its own thread, whether the parent process is alive, and ends this
 * process if it is not. Otherwise a journey in an endless loop would run forever after its sandbox
 * was killed.
 */
const ORPHAN_CHECK = `
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 1000);
`;

/** Starts the check. It does not keep the process alive. */
function exitWhenOrphaned(): void {
  new Worker(ORPHAN_CHECK, { eval: true, stdout: false, stderr: false }).unref();
}

/**
 * Returns a function that collects garbage. It is called between attempts, so that no attempt pays
 * for the garbage of an earlier one and resident memory stays level. Without `--expose-gc` it does
 * nothing.
 */
function idleGc(): () => void {
  const collect = globalThis.gc;
  // Journeys must not be able to call it.
  Reflect.deleteProperty(globalThis, 'gc');

  return () => {
    collect?.();
  };
}

/**
 * The browser of this worker; null in a worker of API journeys. `onPids` receives its process ids
 * when a session opens.
 */
async function workerBrowser(
  settings: WorkerSettings,
  onPids: (pids: readonly number[]) => void,
): Promise<BrowserPort | null> {
  if (settings.kind === 'api') return null;
  const { chromiumBrowser } = await import('../adapters/browser/chromium-browser.ts');
  const browser = chromiumBrowser({
    chromiumPath: settings.chromiumPath,
    cacheDir: settings.cacheDir,
    observerScriptPath: settings.observerScriptPath,
    mode: settings.browserMode,
    allowPrivateTargets: settings.allowPrivateTargets,
    lambdaRuntimeApi: settings.lambdaRuntimeApi,
  });

  return {
    ...browser,
    open: async (request, frame) => {
      const session = await browser.open(request, frame);
      onPids(browser.browserPids());

      return session;
    },
  };
}

void main();
