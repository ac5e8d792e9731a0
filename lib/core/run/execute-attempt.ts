import type { AttemptRequest, AttemptResult } from '../journey/attempt.ts';
import type {
  ApiJourneyContext,
  BrowserJourneyContext,
  JourneyDefinition,
  LogFunction,
  SecretFunction,
} from '../journey/definition.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { BrowserSession, RunFrame } from '../ports.ts';
import type { Redactor } from '../record/redact.ts';
import { RunFailure } from '../record/outcome.ts';
import { textStream } from '../record/text-stream.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { AttemptPorts, AttemptState } from './attempt-ports.ts';
import { ERROR_GRACE_MS } from './attempt-time.ts';
import { bodyRace, bodyResult, forgotten } from './body-result.ts';
import { collectAttempt } from './collect-attempt.ts';
import { followedClient, followedProbes, observedBody } from './observed-body.ts';
import { attemptRedactor } from './learned-secrets.ts';
import { secretField } from './secret-fields.ts';
import { type StepTracker, stepTracker } from './step-tracker.ts';
import { untilFunction } from './until.ts';
import { ownValue } from '../base/own-value.ts';

/**
 * Runs a journey's body once and returns the result. Never rejects for anything the journey does;
 * rejects with a RunFailure when no browser could be started.
 */
export async function executeAttempt(
  definition: JourneyDefinition,
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptResult & { readonly clean: boolean }> {
  const tracker = stepTracker(ports);
  const abort = new AbortController();
  const frame = runFrame(request, tracker, abort.signal);
  const log = runLog(tracker.elapsedMs, attemptRedactor(request));
  const session = (await ports.browser?.open(request, frame)) ?? null;
  const http = ports.openHttp(request, frame);
  const observed = observedBody(ports, request, tracker);
  const state: AttemptState = { request, tracker, http, session, observed, log };
  const context = journeyContext(state, ports, log.write);

  const readInstrument = ports.startInstrument();
  ports.onProgress({ kind: 'body-started' });
  tracker.begin();
  const race = bodyRace({ ...ports, onStrayError: strayErrors(ports, session) });
  const end = await race.run(
    async () => ports.observeBody(observed.observer, async () => runBody(definition, context)),
    { timeoutMs: request.timeoutMs, graceMs: ERROR_GRACE_MS[request.plan.kind] },
  );
  const durationMs = tracker.elapsedMs();
  if (end.kind !== 'returned') ports.onProgress({ kind: 'body-stopped' });
  const clean = end.kind === 'returned' && (await settle(state, ports));
  const reading = readInstrument();
  race.stop();
  const late = end.kind === 'returned' ? (race.stray() ?? forgotten(state)) : null;
  const body = await bodyResult(late ?? end, { state, ports, durationMs });
  ports.onProgress({ kind: 'body-ended', result: body });
  abort.abort();

  const result = await collectAttempt(state, body, reading);

  return { ...result, clean: clean && late === null };
}

/**
 * Waits until everything that the body began has settled, at the latest until its deadline; returns
 * whether nothing of it is left.
 */
async function settle({ observed, session }: AttemptState, ports: AttemptPorts): Promise<boolean> {
  const { calls, observer } = observed;
  for (;;) {
    await calls.settle(observer.remainingMs);
    if (observer.remainingMs() === 0) return false;
    const isClean = await ports.settleLeftovers(() => session?.ownTimers() ?? 0);
    // A timer may have begun further calls.
    if (calls.pending() === 0) return isClean;
  }
}

/** Reports errors outside every promise of the body, and final failures, which end its waiting. */
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
    // A browser that takes long to start takes nothing off the first navigation's time-out.
    remainingMs: () => Math.max(0, request.timeoutMs - tracker.spentMs()),
  };
}

function journeyContext(
  state: AttemptState,
  ports: AttemptPorts,
  log: ApiJourneyContext['log'],
): ApiJourneyContext & Partial<BrowserJourneyContext> {
  const { request, tracker, http, session, observed } = state;
  const { observer } = observed;
  const { after } = ports;
  const { remainingMs } = observer;
  const until = untilFunction({ ...tracker, after, remainingMs });
  const base: ApiJourneyContext = {
    http: followedClient(http.client, observer),
    probe: followedProbes(http.probe, observer),
    step: (name, body) => observer.follow(`step "${name}"`, tracker.step(name, body)),
    until: (name, ...args) => observer.follow(`until "${name}"`, until(name, ...args)),
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

/** Most log lines of one run; further lines are counted. */
const MAX_LINES = 200;
/** Longest log line, in characters. */
const MAX_LINE_LENGTH = 2_000;

/** The lines that a journey writes with `log`. */
interface RunLog {
  readonly write: LogFunction;
  lines(): readonly ConsoleLine[];
  /** Number of lines that were left out. */
  omitted(): number;
}

/** Creates an empty log; times are relative to the run's start, secrets are replaced. */
function runLog(elapsedMs: () => number, redact: Redactor): RunLog {
  const texts = textStream(redact, MAX_LINE_LENGTH);
  const times: number[] = [];
  let omitted = 0;

  return {
    write: (...parts) => {
      if (times.length >= MAX_LINES) {
        omitted += 1;

        return;
      }
      texts.add(parts.map(show).join(' '));
      times.push(elapsedMs());
    },
    lines: () =>
      times.map((atMs, index) => ({
        level: 'info',
        text: texts.at(index),
        atMs,
        source: 'journey',
      })),
    omitted: () => omitted,
  };
}

function show(part: unknown): string {
  if (typeof part === 'string') return part;
  if (part instanceof Error) return part.stack ?? part.message;
  try {
    return JSON.stringify(part) ?? String(part);
  } catch {
    // Circular structures and BigInt have no JSON; their type is at least a hint.
    return Object.prototype.toString.call(part);
  }
}

/** Creates the journey's `secret` function from values that were read before the run. */
function secretFunction(
  plan: JourneyPlan,
  values: Readonly<Record<string, string>>,
): SecretFunction {
  return (name, field) => {
    const value = ownValue(values, name);
    if (value === undefined) {
      const listed = plan.secrets.length === 0 ? 'none' : plan.secrets.join(', ');
      throw new RunFailure(
        'journey.config',
        `Cannot read secret "${name}": the journey's options list ${listed}; expected it in \`secrets\``,
      );
    }

    return field === undefined ? value : secretField({ name, value }, field);
  };
}
