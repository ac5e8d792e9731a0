// The process that journeys run in: one attempt at a time, kept warm between them. It holds no
// credentials and knows no store; whatever it does, the sandbox outside ends it at its deadline.
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

/** Frames kept of a stack, so that the journey's own is among them below a library's. */
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
    void leave(browser);
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
      report({ kind: 'done', result: refused(request, error), clean: false });
    }
    report({ kind: 'browser', pids: browser?.browserPids() ?? [] });
    setImmediate(collectGarbage);
  }
}

function refused(request: AttemptRequest, error: unknown): AttemptResult {
  const { locate } = sourceLocator(request.bundlePath, request.projectDir);

  return refusedResult(request, error, locate(error));
}

function report(message: WorkerReport): void {
  // Undefined once the sandbox is gone; then nobody is left to tell.
  process.send?.(message);
}

async function leave(browser: BrowserPort | null): Promise<void> {
  await browser?.dispose();
  process.kill(process.pid, 'SIGKILL');
}

/**
 * The `expect` of a kind of journey: Playwright's where there is a page, and for requests the
 * library that Playwright's value matchers come from, which loads in a tenth of the time.
 */
async function assertionLibrary(kind: JourneyKind): Promise<object> {
  return kind === 'browser'
    ? (await import('playwright/test')).expect
    : (await import('expect')).expect;
}

/**
 * Looks once a second, from a thread of its own, whether the parent process still lives, and ends
 * this one when it does not. A journey that never yields would otherwise spin on for ever after its
 * sandbox was killed.
 */
const WATCH = `
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 1000);
`;

/** Starts the watch. It does not keep the process alive. */
function exitWhenOrphaned(): void {
  new Worker(WATCH, { eval: true, stdout: false, stderr: false }).unref();
}

/**
 * Returns a function that collects garbage now. Called between attempts, so that the next one starts
 * from a collected heap: a pause for an earlier run's rubbish is not part of its time, and resident
 * memory stays level. Needs `--expose-gc`; without it, nothing is done.
 */
function idleGc(): () => void {
  const collect = globalThis.gc;
  // Only the worker decides when: journeys do not see it.
  Reflect.deleteProperty(globalThis, 'gc');

  return () => {
    collect?.();
  };
}

/** The browser of this worker, or null in a worker of API journeys; tells its processes when asked. */
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
