// The process that journeys run in, one attempt at a time; it is reused for later attempts. It has
// no credentials and no access to the store, and the sandbox in the parent process ends it at the
// deadline.
import type { AttemptResult } from '../core/journey/attempt.ts';
import type { ChromiumPort } from '../adapters/browser/chromium-browser.ts';
import { isGuardLoaded } from '../adapters/guard/guard-loaded.ts';
import { machineNames } from '../adapters/names/machine-names.ts';
import type { JourneyDefinition } from '../core/journey/definition.ts';
import { loadProbes } from '../adapters/probe/lazy-probes.ts';
import type { NameResolution } from '../adapters/names/resolve-name.ts';
import { executeAttempt } from '../core/run/execute-attempt.ts';
import { attemptPorts } from './attempt-ports.ts';
import { noteRaces } from '../core/run/followed-promise.ts';
import { observedExpect } from './expectations/observed-expect.ts';
import { instrumentReader } from './instrument-reader.ts';
import { journeyApi, evaluateBundle } from './journey-module.ts';
import type { AttemptOrder, WorkerSettings } from './protocol.ts';
import { attemptReporter } from './attempt-reporter.ts';
import { refusedResult } from './refused-result.ts';
import { rehearseHttp } from './rehearsal.ts';
import { sandboxChannel } from './sandbox-channel.ts';
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
  noteRaces();
  const expect = observedExpect(await assertionLibrary(settings.kind));
  const sandbox = sandboxChannel();
  const names = machineNames({ configured: [], own: [], ...settings.controlNames });
  const browser = await workerBrowser(settings, names);
  const api = journeyApi(expect);
  const strays = strayErrors();
  const startInstrument = instrumentReader();
  const collectGarbage = idleGc();
  if (settings.kind === 'api') await rehearseHttp();
  sandbox.listen({
    onOrder: (order) => {
      if (order.kind === 'refused') browser?.noteRefused(order.refused);
      else void answer(order);
    },
    onGone: () => {
      void exitWithBrowser(browser);
    },
  });
  sandbox.report({ kind: 'ready' });

  async function answer(order: AttemptOrder): Promise<void> {
    const { request, forwarderPort } = order;
    const reporter = attemptReporter(order, sandbox.report);
    try {
      const ports = attemptPorts(order, {
        settings,
        names,
        browser: browser && { ...browser, open: opener(browser, reporter.browser) },
        strays,
        startInstrument,
        onProgress: reporter.progress,
      });
      browser?.useForwarderPort(forwarderPort);
      // Before the journey's code: what it reports now, no journey can have made up.
      const mode = (await browser?.learnMode(order)) ?? null;
      if (mode !== null) reporter.browser(browser?.browserPids() ?? [], mode);
      const definition = await definitionOf(order, api);
      const { clean, ...result } = await executeAttempt(definition, request, ports);
      if (browser !== null) reporter.browser(browser.browserPids(), null);
      reporter.done(result, clean);
    } catch (error) {
      reporter.done(failedToStart(order, error), false);
    }
    setImmediate(collectGarbage);
  }
}

/** Evaluates the bundle; a check's own code is loaded before its clock starts. */
async function definitionOf(
  order: AttemptOrder,
  api: ReturnType<typeof journeyApi>,
): Promise<JourneyDefinition> {
  const definition = evaluateBundle(order, api);
  if (definition.kind === 'api' && definition.check !== undefined) await loadProbes();

  return definition;
}

/** Opens sessions, and reports the processes of the browser as soon as one is open. */
function opener(
  browser: ChromiumPort,
  onPids: (pids: readonly number[], mode: null) => void,
): ChromiumPort['open'] {
  return async (request, frame) => {
    const session = await browser.open(request, frame);
    onPids(browser.browserPids(), null);

    return session;
  };
}

function failedToStart({ request, bundleFile }: AttemptOrder, error: unknown): AttemptResult {
  const { locate } = sourceLocator(request, bundleFile);

  return refusedResult(request, error, locate(error));
}

async function exitWithBrowser(browser: ChromiumPort | null): Promise<void> {
  await browser?.dispose();
  process.kill(process.pid, 'SIGKILL');
}

/**
 * The `expect` of a kind of journey: Playwright's for browser journeys; for API journeys the
 * `expect` package, which has the same value matchers and loads in a tenth of the time.
 */
async function assertionLibrary(kind: JourneyKind): Promise<object> {
  return kind === 'browser'
    ? (await import('./expectations/playwright-expect.ts')).playwrightExpect()
    : (await import('./expectations/api-expect.ts')).apiExpect();
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

/** Attempts after which all garbage is collected; after the others, what they made themselves. */
const ATTEMPTS_PER_FULL_GC = 25;

/**
 * Returns a function that collects garbage. It is called between attempts, so that no attempt pays
 * for the garbage of an earlier one and resident memory stays level. Nearly all garbage of an attempt
 * is young; to collect the rest takes half as long as a run of an API journey. Without `--expose-gc`
 * it does nothing.
 */
function idleGc(): () => void {
  const collect = globalThis.gc;
  // Journeys must not be able to call it.
  Reflect.deleteProperty(globalThis, 'gc');

  let attempts = 0;

  return () => {
    attempts += 1;
    if (attempts % ATTEMPTS_PER_FULL_GC === 0) collect?.();
    else collect?.({ type: 'minor' });
  };
}

/** The browser of this worker; null in a worker of API journeys. */
async function workerBrowser(
  settings: WorkerSettings,
  names: NameResolution,
): Promise<ChromiumPort | null> {
  if (settings.kind === 'api') return null;
  const { chromiumBrowser } = await import('../adapters/browser/chromium-browser.ts');

  return chromiumBrowser({
    chromiumPath: settings.chromiumPath,
    cacheDir: settings.cacheDir,
    observerScriptPath: settings.observerScriptPath,
    mode: settings.browserMode,
    allowPrivateTargets: settings.allowPrivateTargets,
    lambdaRuntimeApi: settings.lambdaRuntimeApi,
    names,
    guarded: isGuardLoaded(),
  });
}

void main();
