import { MALFORMATIONS } from '../../lib/core/record/malformation.ts';
import { openEmbeddedStore } from '../../lib/adapters/dynamodb/embedded.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import { slotRunId } from '../../lib/core/store/run-id.ts';
import { DRIFT, EXPLANATION, finding } from './findings.ts';
import { EVERYTHING, hugeText, ODD_URL, RIGHT_TO_LEFT_NAME, SCRIPT_NAME } from './hostile-texts.ts';
import { requestRecord, stepRecord } from './record-parts.ts';
import { failedRecord } from './records.ts';
import { MINUTE_MS } from '../../lib/core/base/time.ts';

/** Names under which a table may hold runs, though no journey can be called so. */
export const HOSTILE_JOURNEYS = [SCRIPT_NAME, RIGHT_TO_LEFT_NAME] as const;

/** Where they ran. */
export const HOSTILE_REGION = 'eu-west-1';

const RUNS = 130;

/** Fills the store of a folder as one that trusted what wrote to it; returns the newest run of each journey. */
export async function writeHostileHistory(
  dir: string,
  nowMs: number,
): Promise<readonly RunRecord[]> {
  const embedded = await openEmbeddedStore({ dir });
  const { store, findings, annotations } = embedded;
  try {
    const newest: RunRecord[] = [];
    for (const journey of HOSTILE_JOURNEYS) {
      const runs = Array.from({ length: RUNS }, (_, index) => {
        const atMs = Math.floor(nowMs / MINUTE_MS - (RUNS - index)) * MINUTE_MS;
        return hostileRun(journey, atMs, index === RUNS - 1);
      });
      for (const run of runs) await store.putRun(run);
      newest.push(...runs.slice(-1));
      await findings.putFinding(hostileFinding(journey, nowMs));
      await annotations.putAnnotation({
        at: new Date(nowMs - MINUTE_MS).toISOString(),
        journey,
        text: EVERYTHING.slice(0, 400).toWellFormed(),
        kind: 'deploy',
        by: EVERYTHING.slice(0, 100),
      });
    }

    return newest;
  } finally {
    await embedded.close();
  }
}

/** The newest is hostile in everything, the others in their names: they are there to be counted. */
function hostileRun(journey: string, atMs: number, isNewest: boolean): RunRecord {
  const at = new Date(atMs).toISOString();
  const frame = {
    journey,
    region: HOSTILE_REGION,
    runId: slotRunId(journey, HOSTILE_REGION, at),
    scheduledAt: at,
    startedAt: at,
  };
  if (!isNewest) {
    const steps = [stepRecord({ name: EVERYTHING, durationMs: 200 })];
    const passed = { outcome: 'passed', cause: null, error: null, durationMs: 200 } as const;
    return failedRecord({ ...frame, ...passed, steps, requests: [], evidence: [], console: [] });
  }

  return failedRecord({ ...frame, ...hostileParts() });
}

function hostileParts(): Partial<RunRecord> {
  const line = { level: 'error', text: EVERYTHING, atMs: 1, source: ODD_URL } as const;
  const attempt = { outcome: 'failed', cause: 'target.status', durationMs: 1 } as const;

  return {
    error: { message: hugeText(), step: EVERYTHING, file: EVERYTHING, line: 1, column: 2 },
    attemptList: [
      {
        ...attempt,
        message: EVERYTHING,
        error: { message: EVERYTHING, step: EVERYTHING, file: EVERYTHING, line: 1, column: 2 },
      },
      { ...attempt, message: EVERYTHING },
    ],
    steps: [stepRecord({ name: EVERYTHING, outcome: 'failed' })],
    requests: [
      requestRecord({
        url: ODD_URL,
        method: EVERYTHING,
        server: EVERYTHING,
        cache: EVERYTHING,
        interim: [{ status: 103, atMs: 1 }],
        malformed: [...MALFORMATIONS],
        error: EVERYTHING,
        protocol: EVERYTHING,
        step: EVERYTHING,
        remoteAddress: EVERYTHING,
      }),
    ],
    vitals: {
      lcp: { value: 2710, attribution: { element: EVERYTHING, [EVERYTHING]: EVERYTHING } },
      navigations: [{ url: ODD_URL, step: EVERYTHING, startMs: 1, vitals: {} }],
    },
    evidence: [
      { kind: 'screenshot', path: `../../../etc/passwd${EVERYTHING}`, from: 'run' },
      { kind: 'trace', path: EVERYTHING, from: 'run' },
    ],
    console: [line],
    log: [line],
    pageErrors: [EVERYTHING],
    journeyVersion: EVERYTHING,
  };
}

function hostileFinding(journey: string, nowMs: number): Finding {
  const at = new Date(nowMs - MINUTE_MS).toISOString();
  const { decomposition } = EXPLANATION;
  if (decomposition === null) throw new Error('there is nothing to be hostile in');
  const terms = decomposition.terms.map((term) => ({
    ...term,
    part: { ...term.part, step: EVERYTHING, host: EVERYTHING },
  }));

  return finding({
    journey,
    region: HOSTILE_REGION,
    metric: `step:${EVERYTHING}`,
    subject: { kind: 'drift', drift: DRIFT },
    foundAt: at,
    confirmedAt: at,
    to: at,
    explanation: {
      ...EXPLANATION,
      decomposition: { ...decomposition, terms, steps: [{ step: EVERYTHING, changeMs: 59.5 }] },
    },
  });
}
