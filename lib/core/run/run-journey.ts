import type { Clock, RunnableJourney, Sandbox, SecretStore } from '../ports.ts';
import { outcomeOf, RunFailure } from '../record/outcome.ts';
import {
  type AttemptSummary,
  type EvidenceItem,
  RECORD_SCHEMA,
  type RunRecord,
} from '../record/run-record.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../journey/attempt.ts';
import { commonSecretLines, ownLines } from './log-lines.ts';
import { noObservations } from './instrument.ts';
import { mergeRefused } from './merge-refused.ts';
import {
  type AttemptTime,
  attemptTime,
  cutAttemptLine,
  hasTime,
  judgeTime,
} from './attempt-time.ts';
import { concludeCrashes } from './crash-policy.ts';
import { evidenceRunWorthwhile, nextAttempt } from './retry-policy.ts';

/** Everything that identifies a run to be executed, for a slot or on demand. */
export interface RunTicket {
  readonly runId: string;
  readonly journey: RunnableJourney;
  readonly stage: string;
  readonly region: string;
  /** ISO 8601; null on demand. */
  readonly scheduledAt: string | null;
  readonly projectDir: string;
  /** Absolute folder for this run's evidence; null for none. */
  readonly evidenceDir: string | null;
}

/** Sandbox, secrets, clock and limits of a run. */
export interface RunPorts {
  readonly sandbox: Sandbox;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** Node version of this process, for runs that never reach a worker. */
  readonly nodeVersion: string;
  readonly onProgress?: (progress: AttemptProgress) => void;
  /** True once the platform is stopping: no further attempt is started. */
  readonly stopping?: () => boolean;
  /** Remaining time of the whole run, in milliseconds; default: unlimited. */
  readonly remainingMs?: () => number;
  /**
   * Gets the record as it is before a failure is repeated for evidence, which takes as long as the journey
   * may: outcome and timings are final. The repetition begins when it settles; it must not reject.
   */
  readonly onVerdict?: (record: RunRecord) => Promise<void>;
}

/**
 * Runs a journey: its attempts, and after a failure a repetition that collects evidence. Never
 * rejects: every run ends in a record.
 */
export async function runJourney(ticket: RunTicket, ports: RunPorts): Promise<RunRecord> {
  const startedAt = new Date(ports.clock.epochMs()).toISOString();
  const secrets = await readSecrets(ticket, ports.secrets);
  if (secrets instanceof RunFailure)
    return unstartedRun(ticket, { failure: secrets, startedAt }, ports);
  const { attempts: made, cut } = await runAttempts(ticket, secrets, ports);
  const attempts = concludeCrashes(ticket.journey.plan, made);
  const deciding = attempts.at(-1);
  if (deciding === undefined) throw new RangeError('a run has at least one attempt');
  const facts = { startedAt, attempts, deciding, cut, secrets };
  if (!hasEvidenceRun(ticket, deciding, ports)) return runRecord(ticket, { ...facts, extra: null });
  await ports.onVerdict?.(runRecord(ticket, { ...facts, extra: null }));
  // Sending the verdict took time.
  const extra = isOver(ports) ? null : await evidenceRun(ticket, secrets, ports);

  return runRecord(ticket, { ...facts, extra });
}

interface Attempts {
  /** Attempts that count, the deciding one last. */
  readonly attempts: readonly AttemptResult[];
  /** A further attempt that the platform had to end, which does not count. */
  readonly cut: AttemptResult | null;
}

async function runAttempts(
  ticket: RunTicket,
  secrets: Readonly<Record<string, string>>,
  ports: RunPorts,
): Promise<Attempts> {
  const { plan } = ticket.journey;
  const attempts: AttemptResult[] = [];
  for (let mode = nextAttempt(plan, attempts); mode !== null;) {
    const time = attemptTime(plan, ports.remainingMs);
    const request = attemptRequest(ticket, secrets, { freshBrowser: mode === 'fresh', time });
    const result = judgeTime(await ports.sandbox.attempt(request, ports.onProgress), request);
    if (result.cause === 'monitor.timeout' && attempts.length > 0) return { attempts, cut: result };
    attempts.push(result);
    mode = isOver(ports) ? null : nextAttempt(plan, attempts);
  }

  return { attempts, cut: null };
}

async function readSecrets(
  ticket: RunTicket,
  store: SecretStore,
): Promise<Readonly<Record<string, string>> | RunFailure> {
  const names = ticket.journey.plan.secrets;
  try {
    const values = await Promise.all(
      names.map(async (name): Promise<[string, string]> => [name, await store.read(name)]),
    );

    return Object.fromEntries(values);
  } catch (error) {
    if (error instanceof RunFailure) return error;

    return new RunFailure('monitor.secret', `Cannot read the secrets: ${String(error)}`);
  }
}

function attemptRequest(
  ticket: RunTicket,
  secrets: Readonly<Record<string, string>>,
  how: {
    readonly freshBrowser: boolean;
    readonly time: AttemptTime;
    readonly evidence?: boolean;
  },
): AttemptRequest {
  const { plan, bundlePath } = ticket.journey;
  const traced = how.evidence === true || plan.evidence === 'inline';

  return {
    runId: ticket.runId,
    plan,
    bundlePath,
    projectDir: ticket.projectDir,
    secrets,
    ...how.time,
    mode: traced ? 'evidence' : 'timing',
    freshBrowser: how.freshBrowser,
    evidenceDir: plan.evidence === 'none' ? null : ticket.evidenceDir,
  };
}

function hasEvidenceRun(ticket: RunTicket, deciding: AttemptResult, ports: RunPorts): boolean {
  if (ticket.evidenceDir === null || isOver(ports)) return false;

  return evidenceRunWorthwhile(ticket.journey.plan, deciding);
}

async function evidenceRun(
  ticket: RunTicket,
  secrets: Readonly<Record<string, string>>,
  ports: RunPorts,
): Promise<AttemptResult> {
  const request = attemptRequest(ticket, secrets, {
    freshBrowser: false,
    time: attemptTime(ticket.journey.plan, ports.remainingMs),
    evidence: true,
  });

  return ports.sandbox.attempt({
    ...request,
    evidenceDir: ticket.evidenceDir === null ? null : `${ticket.evidenceDir}/evidence-run`,
  });
}

function evidenceOf(extra: AttemptResult | null): readonly EvidenceItem[] {
  return (extra?.evidence ?? []).map((item) => ({ ...item, from: 'evidence-run' as const }));
}

/**
 * What earlier attempts have left, of which a passed run has nothing else. All attempts write into one
 * folder, so that of files with one name only the last one exists.
 */
function earlierEvidence(
  attempts: readonly AttemptResult[],
  deciding: AttemptResult,
): readonly EvidenceItem[] {
  const left = new Map(
    attempts.flatMap(({ evidence }) => evidence.map((item) => [item.path, item] as const)),
  );
  for (const { path } of deciding.evidence) left.delete(path);

  return [...left.values()].map((item) => ({ ...item, from: 'earlier-attempt' as const }));
}

function isOver({ stopping, remainingMs }: RunPorts): boolean {
  return stopping?.() === true || !hasTime(remainingMs);
}

interface RunFacts {
  readonly startedAt: string;
  readonly attempts: readonly AttemptResult[];
  readonly deciding: AttemptResult;
  /** The repetition that collected evidence; null: there was none. */
  readonly extra: AttemptResult | null;
  readonly cut: AttemptResult | null;
  /** Values by name. */
  readonly secrets: Readonly<Record<string, string>>;
}

function runRecord(ticket: RunTicket, facts: RunFacts): RunRecord {
  const { startedAt, attempts, deciding, extra, cut } = facts;
  const extras = [cut, extra].filter((each) => each !== null);

  return {
    ...identity(ticket, startedAt),
    ...deciding,
    attempts: attempts.length,
    attemptList: attempts.map((attempt) => summarise(attempt, deciding)),
    flaky: deciding.outcome === 'passed' && attempts.length > 1,
    evidence: [...deciding.evidence, ...earlierEvidence(attempts, deciding), ...evidenceOf(extra)],
    log: [
      ...deciding.log,
      ...(cut === null ? [] : [cutAttemptLine(cut)]),
      ...ownLines(extra),
      ...commonSecretLines(facts.secrets),
    ],
    ...mergeRefused([...attempts, ...extras], deciding.omitted),
  };
}

function identity(
  ticket: RunTicket,
  startedAt: string,
): Pick<
  RunRecord,
  | 'schema'
  | 'runId'
  | 'journey'
  | 'kind'
  | 'stage'
  | 'region'
  | 'scheduledAt'
  | 'startedAt'
  | 'onDemand'
  | 'journeyVersion'
> {
  const { plan } = ticket.journey;

  return {
    schema: RECORD_SCHEMA,
    runId: ticket.runId,
    journey: plan.name,
    kind: plan.kind,
    stage: ticket.stage,
    region: ticket.region,
    scheduledAt: ticket.scheduledAt,
    startedAt,
    onDemand: ticket.scheduledAt === null,
    journeyVersion: plan.version,
  };
}

function summarise(attempt: AttemptResult, deciding: AttemptResult): AttemptSummary {
  const { outcome, cause, error, durationMs } = attempt;
  const own = attempt === deciding || error === null ? {} : { error };

  return { outcome, cause, message: error?.message ?? null, ...own, durationMs };
}

/** The record of a run that could not start: no attempts, and the reason as its error. */
export function unstartedRun(
  ticket: RunTicket,
  why: { readonly failure: RunFailure; readonly startedAt: string },
  ports: Pick<RunPorts, 'nodeVersion'>,
): RunRecord {
  const { code: cause, message } = why.failure;
  const file = ticket.journey.plan.file;

  return {
    ...identity(ticket, why.startedAt),
    outcome: outcomeOf(cause),
    cause,
    error: { message, step: null, file, line: null, column: null },
    durationMs: 0,
    attempts: 0,
    attemptList: [],
    flaky: false,
    checks: 0,
    ...noObservations(ports.nodeVersion),
  };
}
