// The process that journeys run in: one attempt at a time, kept warm between them. It holds no
// credentials and knows no store; whatever it does, the sandbox outside ends it at its deadline.
import type { BrowserPort } from '../core/ports.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { executeAttempt } from '../core/run/execute-attempt.ts';
import { assertionLibrary } from './assertion-library.ts';
import { attemptPorts } from './attempt-ports.ts';
import { checkCounter } from './counting-expect.ts';
import { dieWithParent } from './guardian.ts';
import { heapRest } from './heap-rest.ts';
import { instrumentReader } from './instrument-reader.ts';
import { journeyApi, loadJourney } from './journey-module.ts';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './protocol.ts';
import { refusedResult } from './refused-result.ts';
import { rehearseHttp } from './rehearsal.ts';
import { sourceLocator } from './source-locator.ts';
import { strayErrors } from './stray-errors.ts';
import { workerBrowser } from './worker-browser.ts';

/** Frames kept of a stack, so that the journey's own is among them below a library's. */
const STACK_DEPTH = 50;

async function main(): Promise<void> {
  Error.stackTraceLimit = STACK_DEPTH;
  dieWithParent();
  const settings: WorkerSettings = JSON.parse(process.argv[2] ?? '{}');
  const checks = checkCounter();
  const expect = checks.wrap(await assertionLibrary(settings.kind));
  const browser = await workerBrowser(settings, (pids) => report({ kind: 'browser', pids }));
  const api = journeyApi(expect);
  const strays = strayErrors();
  const startInstrument = instrumentReader();
  const rest = heapRest();
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
      const definition = loadJourney(request.bundlePath, api);
      const { clean, ...result } = await executeAttempt(definition, request, ports);
      report({ kind: 'done', result, clean });
    } catch (error) {
      report({ kind: 'done', result: refused(request, error), clean: false });
    }
    report({ kind: 'browser', pids: browser?.browserPids() ?? [] });
    setImmediate(rest);
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

void main();
