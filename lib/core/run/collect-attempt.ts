import type { BrowserObservations, BrowserSession } from '../ports.ts';
import type { EvidenceItem, RequestRecord, RunVitals, StepRecord } from '../record/run-record.ts';
import type { AttemptResult, BodyResult } from '../journey/attempt.ts';
import type { AttemptState } from './attempt-ports.ts';
import { warning, withheldLine } from './log-lines.ts';
import { looseCallLines } from './loose-calls.ts';
import { judgeInstrument, type RawReading } from './instrument.ts';

/** Limit for flushing and reading the browser's observations. */
const COLLECT_DEADLINE_MS = 5_000;
/** Limit for the screenshot and page source of a failure. */
const CAPTURE_DEADLINE_MS = 5_000;
/** Limits for closing a context; writing a trace takes longer. */
const CLOSE_DEADLINE_MS = 5_000;
const CLOSE_WITH_TRACE_DEADLINE_MS = 20_000;

/** Collects all observations of an attempt after its clocks have stopped. Nothing here changes the outcome. */
export async function collectAttempt(
  state: AttemptState,
  body: BodyResult,
  reading: Omit<RawReading, 'chromiumVersion' | 'browserMode'>,
): Promise<AttemptResult> {
  const { request, tracker, http, session, log } = state;
  const open = body.outcome === 'errored' ? 'errored' : 'failed';
  const steps = tracker.records(open);
  // Before sessions close, which makes pending calls fail.
  const loose = state.observed.calls.loose();
  const ownRequests = http.requests();
  http.close();
  const seen = await observe(state, body);
  const { chromiumVersion, browserMode, browserSandbox } = seen;
  const traced = request.mode === 'evidence';

  return {
    ...body,
    steps: withVitals(steps, seen),
    requests: inOrder([...ownRequests, ...seen.requests]),
    vitals: seen.vitals,
    instrument: judgeInstrument(
      {
        ...reading,
        chromiumVersion,
        browserMode,
        ...(browserSandbox === undefined ? {} : { browserSandbox }),
      },
      traced,
    ),
    evidence: seen.evidence,
    console: seen.console,
    pageErrors: seen.pageErrors,
    log: [
      ...log.lines(),
      ...http.warnings().map(warning),
      ...looseCallLines(loose, body.error?.message ?? null),
      ...(session?.withheld() ?? []).map(withheldLine),
    ],
    omitted: { ...seen.omitted, ...(log.omitted() > 0 ? { log: log.omitted() } : {}) },
  };
}

interface Seen extends Omit<BrowserObservations, 'vitals'> {
  readonly vitals: RunVitals | null;
  readonly evidence: readonly EvidenceItem[];
  readonly chromiumVersion: string | null;
  readonly browserMode: 'multi-process' | 'single-process' | null;
  readonly browserSandbox?: boolean;
}

const NOTHING_SEEN: Seen = {
  requests: [],
  vitals: null,
  stepVitals: new Map(),
  console: [],
  pageErrors: [],
  omitted: {},
  evidence: [],
  chromiumVersion: null,
  browserMode: null,
};

async function observe(state: AttemptState, body: BodyResult): Promise<Seen> {
  const { session } = state;
  if (session === null) return NOTHING_SEEN;
  const observations = await session.collect(COLLECT_DEADLINE_MS);
  const evidence = await gatherEvidence(session, state, body);

  return {
    ...observations,
    evidence,
    chromiumVersion: session.chromiumVersion,
    browserMode: session.mode,
    browserSandbox: session.sandbox,
  };
}

async function gatherEvidence(
  session: BrowserSession,
  state: AttemptState,
  body: BodyResult,
): Promise<readonly EvidenceItem[]> {
  const { request } = state;
  const dir = request.evidenceDir;
  const wanted = dir !== null && request.plan.evidence !== 'none' && body.outcome !== 'passed';
  const captured = wanted ? await session.captureFailure(dir, CAPTURE_DEADLINE_MS) : [];
  const traced = request.mode === 'evidence';
  const kept = await session.close(traced ? CLOSE_WITH_TRACE_DEADLINE_MS : CLOSE_DEADLINE_MS);

  return [...captured, ...kept];
}

function withVitals(
  steps: readonly StepRecord[],
  seen: Pick<BrowserObservations, 'stepVitals'>,
): readonly StepRecord[] {
  return steps.map((step) => {
    const vitals = seen.stepVitals.get(step.name);

    return vitals === undefined ? step : { ...step, vitals };
  });
}

function inOrder(requests: readonly RequestRecord[]): readonly RequestRecord[] {
  return requests.toSorted((a, b) => a.startMs - b.startMs);
}
