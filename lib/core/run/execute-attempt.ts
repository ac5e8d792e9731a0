import type {
  ApiJourneyContext,
  BrowserJourneyContext,
  JourneyDefinition,
} from '../journey/definition.ts';
import type { BrowserSession, RunFrame } from '../ports.ts';
import { redactor } from '../record/redact.ts';
import type { AttemptRequest, AttemptResult } from '../journey/attempt.ts';
import type { AttemptPorts, AttemptState } from './attempt-ports.ts';
import { bodyRace } from './body-race.ts';
import { bodyResult } from './body-result.ts';
import { collectAttempt } from './collect-attempt.ts';
import { RunFailure } from '../record/run-failure.ts';
import { runLog } from './run-log.ts';
import { secretFunction } from './secret-function.ts';
import { type StepTracker, stepTracker } from './step-tracker.ts';

/**
 * Runs a journey's body once and says how it ended. Never rejects for anything the journey does;
 * rejects with a RunFailure where no browser could be had.
 */
export async function executeAttempt(
  definition: JourneyDefinition,
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptResult & { readonly clean: boolean }> {
  const tracker = stepTracker(ports);
  const abort = new AbortController();
  const frame = runFrame(request, tracker, abort.signal);
  const log = runLog(tracker.elapsedMs, redactor(Object.values(request.secrets)));
  const session = (await ports.browser?.open(request, frame)) ?? null;
  const http = ports.openHttp(request, frame);
  const state: AttemptState = { request, tracker, http, session, log };
  const context = journeyContext(state, log.write);

  const readInstrument = ports.startInstrument();
  ports.takeChecks();
  ports.onProgress({ kind: 'body-started' });
  tracker.begin();
  const race = bodyRace({ ...ports, onStrayError: strayErrors(ports, session) });
  const end = await race.run(() => runBody(definition, context), request.timeoutMs);
  const durationMs = tracker.elapsedMs();
  const clean =
    end.kind === 'returned' && (await ports.settleLeftovers(() => session?.ownTimers() ?? 0));
  const reading = readInstrument();
  race.stop();
  const late = end.kind === 'returned' ? race.stray() : null;
  const body = await bodyResult(late ?? end, { state, ports, durationMs });
  ports.onProgress({ kind: 'body-ended', result: body });
  abort.abort();

  const result = await collectAttempt(state, body, reading);

  return { ...result, clean: clean && late === null };
}

/** Errors that no promise of the body holds, and failures that make waiting for it pointless. */
function strayErrors(
  ports: AttemptPorts,
  session: BrowserSession | null,
): AttemptPorts['onStrayError'] {
  return (listener) => {
    session?.onFinalFailure(({ cause, message }) => listener(new RunFailure(cause, message)));

    return ports.onStrayError(listener);
  };
}

function runFrame(request: AttemptRequest, tracker: StepTracker, signal: AbortSignal): RunFrame {
  return {
    elapsedMs: tracker.elapsedMs,
    currentStep: tracker.currentStep,
    stepsAt: tracker.stepsAt,
    signal,
    remainingMs: () => Math.max(0, request.timeoutMs - tracker.elapsedMs()),
  };
}

function journeyContext(
  state: AttemptState,
  log: ApiJourneyContext['log'],
): ApiJourneyContext & Partial<BrowserJourneyContext> {
  const { request, tracker, http, session } = state;
  const base: ApiJourneyContext = {
    http: http.client,
    step: tracker.step,
    secret: secretFunction(request.plan, request.secrets),
    env: request.plan.env,
    log,
  };

  return session === null ? base : { ...base, page: session.page, context: session.context };
}

async function runBody(
  definition: JourneyDefinition,
  context: ApiJourneyContext & Partial<BrowserJourneyContext>,
): Promise<void> {
  if (definition.kind === 'api') return definition.body(context);
  const { page, context: browserContext } = context;
  if (page === undefined || browserContext === undefined) {
    throw new TypeError('a browser journey ran without a browser');
  }

  return definition.body({ ...context, page, context: browserContext });
}
