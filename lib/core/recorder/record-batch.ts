import { PLATFORM_METRICS } from '../alarms/platform-alarms.ts';
import type {
  Clock,
  MessagePostponer,
  MetricSample,
  MetricSink,
  RecordLedger,
  SenderDirectory,
  UnreadableQueue,
} from '../ports.ts';
import type { WatchStore } from '../jobs/job-ports.ts';
import { lateDayOf } from '../jobs/late-days.ts';
import type { RecordRank } from '../record/record-rank.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { hasMetrics, isInMetricRange, metricSamplesOf } from '../alarms/metric-samples.ts';
import type { DeliveredMessage, QueueFrame, Unzip } from '../record/queue-message.ts';
import { refusalOf } from './check-sender.ts';
import type { MessageReading } from './message-reading.ts';
import { postpone, setAside, waitForNewer } from './not-recorded.ts';
import { readMessage } from './read-message.ts';

/** Ports of the recorder: the table, CloudWatch, the queues and a clock. */
export interface RecorderPorts {
  readonly ledger: RecordLedger;
  /** Where days are noted that have to be rolled up again. */
  readonly lateDays: Pick<WatchStore, 'noteLate'>;
  readonly metrics: MetricSink;
  readonly queue: MessagePostponer;
  readonly unreadable: UnreadableQueue;
  /** Null: records are taken from anyone, as on an emulator without roles. */
  readonly senders: SenderDirectory | null;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly unzip: Unzip;
  readonly log: (line: RecorderLine) => void;
}

/** One line of the recorder's log, which the handler writes as JSON. */
export interface RecorderLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly messageId?: string;
  readonly runId?: string;
  readonly error?: unknown;
}

/** Messages processed at once: each needs one or two calls to the table. */
const CONCURRENCY = 25;

/** Delay for a record that another recorder is publishing: it is usually settled within seconds. */
const BUSY_DELAY_MS = 20_000;

/** Result of processing one message. `later`: nothing is wrong, but it must be delivered again. */
type Outcome =
  | { readonly kind: 'done' | 'failed' | 'unreadable' }
  | { readonly kind: 'later'; readonly delayMs: number }
  | { readonly kind: 'claimed'; readonly claim: ClaimedRecord };

/** A record that is stored, and whose samples this batch has to publish. */
interface ClaimedRecord {
  readonly record: RunRecord;
  readonly rank: RecordRank;
  readonly leaseUntilMs: number;
  readonly samples: readonly MetricSample[];
}

/**
 * Records a batch of messages: stores each record once by its rank, publishes the metrics of all in
 * as few calls as possible, and sends unreadable messages to a queue of their own. Returns the ids
 * of the messages that must be delivered again. Never rejects.
 */
export async function recordBatch(
  messages: readonly DeliveredMessage[],
  frame: QueueFrame,
  ports: RecorderPorts,
): Promise<readonly string[]> {
  const outcomes = await mapBounded(messages, CONCURRENCY, (message) =>
    recordMessage(message, frame, ports),
  );
  const claims = outcomes.flatMap((outcome) => (outcome.kind === 'claimed' ? [outcome.claim] : []));
  const own = platformSamples(outcomes, frame, ports.clock.epochMs());
  const published = await publishClaims(claims, own, ports);

  return messages
    .filter((_, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'claimed') return !published.has(outcome.claim);

      return outcome?.kind === 'later' || outcome?.kind === 'failed';
    })
    .map((message) => message.id);
}

async function recordMessage(
  message: DeliveredMessage,
  frame: QueueFrame,
  ports: RecorderPorts,
): Promise<Outcome> {
  const reading = readMessage(message, frame, ports.unzip);
  try {
    if (reading.kind === 'unreadable') {
      return await setAside(message, { what: 'read', reason: reading.reason }, ports);
    }
    if (reading.kind === 'surplus') return { kind: 'done' };
    if (reading.kind === 'newer') return await waitForNewer(message, reading.reason, ports);
    const refusal = await refusalOf(message, reading, ports.senders);
    if (refusal !== null)
      return await setAside(message, { what: 'accept', reason: refusal }, ports);

    const outcome = await claimRecord(reading, ports);
    if (outcome.kind === 'later') await postpone(message, outcome.delayMs, ports);

    return outcome;
  } catch (error) {
    const text = 'Cannot record a message; it will be delivered again.';
    ports.log({ level: 'error', text, messageId: message.id, error });

    return { kind: 'failed' };
  }
}

async function claimRecord(
  reading: Extract<MessageReading, { kind: 'record' }>,
  ports: RecorderPorts,
): Promise<Outcome> {
  const { record, rank, metrics, holdUntilMs } = reading;
  const nowMs = ports.clock.epochMs();
  if (nowMs < holdUntilMs) return { kind: 'later', delayMs: holdUntilMs - nowMs };
  const claim = await ports.ledger.claim({ record, rank, publishes: hasMetrics(record) }, nowMs);
  switch (claim.kind) {
    case 'settled':
      return { kind: 'done' };
    case 'busy':
      return { kind: 'later', delayMs: BUSY_DELAY_MS };
    case 'mine': {
      const { leaseUntilMs, counted, measured } = claim;
      const late = lateDayOf(record, nowMs);
      if (late !== null) await ports.lateDays.noteLate(late);
      const all = measured ? [] : metricSamplesOf(record, { metrics, counted });
      const samples = all.filter((sample) => isInMetricRange(sample, nowMs));
      if (samples.length < all.length) {
        const text = `Cannot publish the metrics of a slot at ${record.scheduledAt}: CloudWatch accepts two weeks back to two hours ahead. Its record is stored.`;
        ports.log({ level: 'warning', text, runId: record.runId });
      }

      return { kind: 'claimed', claim: { record, rank, leaseUntilMs, samples } };
    }
  }
}

/** The batch's metrics of the platform itself; none when all is well and no other metrics are sent. */
function platformSamples(
  outcomes: readonly Outcome[],
  { region }: QueueFrame,
  nowMs: number,
): readonly MetricSample[] {
  const counts = [
    { name: PLATFORM_METRICS.recorderErrors, value: countOf('failed', outcomes) },
    { name: PLATFORM_METRICS.unreadable, value: countOf('unreadable', outcomes) },
  ];
  if (countOf('claimed', outcomes) === 0 && counts.every(({ value }) => value === 0)) return [];

  return counts.map((each) => ({
    ...each,
    dimensions: { Region: region },
    unit: 'Count',
    atMs: nowMs,
  }));
}

function countOf(kind: Outcome['kind'], outcomes: readonly Outcome[]): number {
  return outcomes.filter((outcome) => outcome.kind === kind).length;
}

/** Publishes the samples of all records; returns those that CloudWatch is known to have accepted. */
async function publishClaims(
  claims: readonly ClaimedRecord[],
  own: readonly MetricSample[],
  ports: RecorderPorts,
): Promise<ReadonlySet<ClaimedRecord>> {
  const groups = [...claims.map((claim) => claim.samples), own];
  const errors = groups.every((group) => group.length === 0)
    ? groups.map(() => null)
    : await ports.metrics.publish(groups);
  const [first] = errors.filter((error) => error !== null);
  if (first !== undefined) {
    const text = 'Cannot publish metrics; the messages will be delivered again.';
    ports.log({ level: 'error', text, error: first });
  }
  const published = claims.filter((_, index) => errors[index] === null);
  await mapBounded(published, CONCURRENCY, (claim) => settle(claim, ports));

  return new Set(published);
}

/**
 * Closes a claim. When this fails, the message is not delivered again on purpose: its metrics are
 * published, and a further delivery would publish them twice.
 */
async function settle(
  { record, rank, leaseUntilMs }: ClaimedRecord,
  ports: RecorderPorts,
): Promise<void> {
  const text = 'Cannot mark metrics as published: a further delivery would publish them again.';
  try {
    const held = await settledTwice({ record, rank }, leaseUntilMs, ports.ledger);
    if (!held) ports.log({ level: 'warning', text, runId: record.runId });
  } catch (error) {
    ports.log({ level: 'warning', text, runId: record.runId, error });
  }
}

/** The record with the run's evidence may follow, and would publish again what is not marked as published. */
async function settledTwice(
  entry: Pick<ClaimedRecord, 'record' | 'rank'>,
  leaseUntilMs: number,
  ledger: RecordLedger,
): Promise<boolean> {
  try {
    return await ledger.settle(entry, leaseUntilMs);
  } catch {
    return await ledger.settle(entry, leaseUntilMs);
  }
}
