import path from 'node:path';
import type { RunMessage, UndeployedMessage } from '../../core/record/queue-message.ts';
import {
  requireRunnerEvent,
  type RunnerEvent,
  type SlotInstant,
  slotInstant,
} from '../../core/deploy/runner-event.ts';
import { isSurplusTick } from '../../core/deploy/surplus-tick.ts';
import type { RunnerManifest } from '../../core/deploy/manifest.ts';
import type { Clock, RunnableJourney } from '../../core/ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import type { RunPorts, RunTicket } from '../../core/run/run-journey.ts';
import { fitRecord } from '../../core/store/fit-record.ts';
import { isOnDemandRunId, onDemandRunId, slotRunId } from '../../core/store/run-id.ts';
import { runOrSkip } from './run-or-skip.ts';
import { uploadEvidence, type UploadEvidence, warning } from './upload-evidence.ts';

/** Region, code and manifest of a runner function. */
export interface FunctionContext {
  readonly region: string;
  /** Absolute folder of the function's code. */
  readonly codeDir: string;
  /** Absolute folder for evidence before it is uploaded. */
  readonly evidenceRoot: string;
  /** Of the keys of uploaded evidence, without a slash at its end. */
  readonly evidencePrefix: string;
  readonly manifest: RunnerManifest;
}

/** Collaborators of {@link handleEvent}. */
export interface EventPorts extends Omit<
  RunPorts,
  'onProgress' | 'onVerdict' | 'stopping' | 'remainingMs'
> {
  readonly clock: Clock;
  /** Time left for the run in milliseconds; evidence and sending have time of their own. */
  readonly remainingMs: () => number;
  /** Loads the sender; called after the run's clocks have stopped. */
  readonly sender: () => Promise<(body: string, deadlineMs: number) => Promise<void>>;
  readonly uploader: () => Promise<UploadEvidence>;
  /** Random lower-case letters or digits for an on-demand run id. */
  readonly suffix: () => string;
}

/** Result of a scheduled invocation; it appears only in the function's log. */
export interface SlotAnswer {
  /** Null: of a journey that this function does not have. */
  readonly runId: string | null;
  readonly outcome: RunRecord['outcome'];
}

/** Result of a tick that belongs to no slot; it appears only in the function's log. */
export interface SurplusAnswer {
  readonly surplus: true;
}

/** Including retries; after it Lambda's own time-out applies. */
const SEND_DEADLINE_MS = 2_500;

/**
 * Runs the journey of an event and sends its record to the queue. Returns the record for an
 * on-demand run, and a short answer for a scheduled one. A failed target is a successful
 * invocation. A tick between two slots does nothing. A slot of a journey that this function does not
 * have is reported as such. Rejects if a journey asked for on demand is unknown, or if the record could
 * not be sent; Lambda then reports the lost run to the queue.
 */
export async function handleEvent(
  event: unknown,
  frame: FunctionContext,
  ports: EventPorts,
): Promise<RunRecord | SlotAnswer | SurplusAnswer> {
  const asked = requireRunnerEvent(event);
  const { region } = frame;
  if (isSurplusTick(asked, { region, nowMs: ports.clock.epochMs() })) return { surplus: true };
  if (isLeft(asked, frame)) return reportUndeployed(asked, ports);
  const { ticket, instant } = ticketFor(asked, frame, ports);
  const verdicts = verdictSender({ ticket, instant }, ports);
  const record = await runOrSkip(ticket, frame.manifest, { ...ports, onVerdict: verdicts.send });
  if (record.evidence.length > 0) await verdicts.send(record);
  const uploaded = await uploadEvidence(
    record,
    { ...ticket, keyPrefix: `${frame.evidencePrefix}/${ticket.runId}` },
    ports.uploader,
  );
  const fitted = fitRecord(instant?.isGiven === false ? withComputedInstant(uploaded) : uploaded);
  const send = await ports.sender();
  const part = verdicts.isTried() ? 'evidence' : null;
  await send(JSON.stringify(messageOf(fitted, ticket, part)), SEND_DEADLINE_MS);

  return instant === null ? fitted : { runId: fitted.runId, outcome: fitted.outcome };
}

/** A schedule's event for a journey that a deployment removed, or moved to another function. */
function isLeft({ journey, scheduledAt }: RunnerEvent, { manifest }: FunctionContext): boolean {
  return scheduledAt !== undefined && !manifest.journeys.some(({ plan }) => plan.name === journey);
}

async function reportUndeployed(event: RunnerEvent, ports: EventPorts): Promise<SlotAnswer> {
  const message: UndeployedMessage = { waywiser: 1, kind: 'undeployed', event };
  const send = await ports.sender();
  await send(JSON.stringify(message), SEND_DEADLINE_MS);

  return { runId: null, outcome: 'skipped' };
}

interface VerdictSender {
  readonly send: (record: RunRecord) => Promise<void>;
  /** Whether it may have arrived: then the record that follows adds the evidence to it, and else replaces nothing. */
  readonly isTried: () => boolean;
}

/**
 * Sends the record of a slot once before its evidence is made and uploaded, so that no alarm waits for
 * that.
 */
function verdictSender(
  { ticket, instant }: { readonly ticket: RunTicket; readonly instant: SlotInstant | null },
  ports: EventPorts,
): VerdictSender {
  let isTried = false;

  return {
    send: async (record) => {
      if (isTried || instant === null) return;
      isTried = true;
      const verdict = { ...record, evidence: [] };
      const fitted = fitRecord(instant.isGiven ? verdict : withComputedInstant(verdict));
      try {
        const send = await ports.sender();
        await send(JSON.stringify(messageOf(fitted, ticket, null)), SEND_DEADLINE_MS);
      } catch {
        // It may have arrived all the same. The record follows in any case, and its failure is reported.
      }
    },
    isTried: () => isTried,
  };
}

function ticketFor(
  event: RunnerEvent,
  frame: FunctionContext,
  ports: EventPorts,
): { readonly ticket: RunTicket; readonly instant: SlotInstant | null } {
  const journey = journeyOf(event, frame);
  const { region } = frame;
  const instant = instantOf(event, journey, { region, nowMs: ports.clock.epochMs() });
  const runId = runIdOf(event, instant, { region, ports });

  return {
    instant,
    ticket: {
      runId,
      journey,
      stage: frame.manifest.stage,
      region,
      scheduledAt: instant?.scheduledAt ?? null,
      projectDir: frame.codeDir,
      evidenceDir: path.join(frame.evidenceRoot, runId),
    },
  };
}

function journeyOf(event: RunnerEvent, { manifest, codeDir }: FunctionContext): RunnableJourney {
  const found = manifest.journeys.find(({ plan }) => plan.name === event.journey);
  if (found !== undefined) {
    return { plan: found.plan, bundlePath: path.join(codeDir, found.bundle) };
  }
  const names = manifest.journeys.map(({ plan }) => plan.name).join(', ');
  throw new RangeError(
    `Cannot run journey "${event.journey}": this function does not have it; expected one of ${names}`,
  );
}

function instantOf(
  event: RunnerEvent,
  { plan }: RunnableJourney,
  place: { readonly region: string; readonly nowMs: number },
): SlotInstant | null {
  if (event.scheduledAt === undefined) return null;
  const instant = slotInstant(plan, event.scheduledAt, place);
  if (instant !== null) return instant;
  throw new RangeError(
    `Cannot run journey "${plan.name}": its slot "${event.scheduledAt}" is not an instant; expected ISO 8601 such as 2026-12-01T22:00:00Z`,
  );
}

function runIdOf(
  { journey, runId }: RunnerEvent,
  instant: SlotInstant | null,
  { region, ports }: { readonly region: string; readonly ports: EventPorts },
): string {
  if (instant !== null) return slotRunId(journey, region, instant.scheduledAt);
  if (runId !== undefined) return askedRunId(runId, journey, region);
  const startedAt = new Date(ports.clock.epochMs()).toISOString();

  return onDemandRunId({ journey, region, startedAt, suffix: ports.suffix() });
}

function askedRunId(runId: string, journey: string, region: string): string {
  if (isOnDemandRunId(runId, { journey, region })) return runId;
  throw new RangeError(
    `Cannot run journey "${journey}" as "${runId}": it is not an on-demand run id of this journey in ${region}; expected one such as ${journey}-${region}-20261122T164512Z-k3x9, or none`,
  );
}

function withComputedInstant(record: RunRecord): RunRecord {
  const text =
    "The scheduler did not pass this slot's instant; the journey's latest slot at the start of the run is used";

  return { ...record, log: [...record.log, warning(text)] };
}

function messageOf(
  record: RunRecord,
  { journey }: RunTicket,
  part: RunMessage['part'] | null,
): RunMessage {
  // Loaded here and not at the runner's start, which does not need it.
  const { gzipSync } = process.getBuiltinModule('node:zlib');
  const metrics = [...new Set(journey.plan.budgets.map(({ metric }) => metric))];

  return {
    waywiser: 1,
    kind: 'run',
    record: gzipSync(JSON.stringify(record)).toString('base64'),
    ...(metrics.length === 0 ? {} : { metrics }),
    ...(part == null ? {} : { part }),
  };
}
