import { PLATFORM_METRICS } from '../alarms/platform-alarms.ts';
import type {
  Clock,
  MessagePostponer,
  MetricSample,
  MetricSink,
  RecordLedger,
  UnreadableQueue,
} from '../ports.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { isInMetricRange } from '../alarms/metric-range.ts';
import { hasMetrics, metricSamplesOf } from '../alarms/metric-samples.ts';
import type { DeliveredMessage, QueueFrame, QueueMessage, Unzip } from '../record/queue-message.ts';
import type { MessageReading } from './message-reading.ts';
import { readMessage } from './read-message.ts';

/** What the recorder works with. */
export interface RecorderPorts {
  readonly ledger: RecordLedger;
  readonly metrics: MetricSink;
  readonly queue: MessagePostponer;
  readonly unreadable: UnreadableQueue;
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly unzip: Unzip;
  readonly log: (line: RecorderLine) => void;
}

/** A line of the recorder's log. */
export interface RecorderLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly messageId?: string;
  readonly runId?: string;
  readonly error?: unknown;
}

/** How many messages are worked on at once: each is a call or two to the table. */
const CONCURRENCY = 25;

/** A record that another recorder publishes is mostly settled within seconds. */
const BUSY_MS = 20_000;

/** What became of a message. `later`: nothing is wrong, but it must come again. */
type Outcome =
  | { readonly kind: 'done' | 'failed' | 'unreadable' }
  | { readonly kind: 'later'; readonly delayMs: number }
  | { readonly kind: 'owes'; readonly debt: Debt };

/** A record that is stored, and whose samples this batch has to publish. */
interface Debt {
  readonly record: RunRecord;
  readonly leaseUntilMs: number;
  readonly samples: readonly MetricSample[];
}

/**
 * Records a batch of messages: stores each record once by its rank, publishes the metrics of all in
 * as few calls as possible, and keeps for people what nobody can read. Returns the ids of the
 * messages that must come again. Never rejects.
 */
export async function recordBatch(
  messages: readonly DeliveredMessage[],
  frame: QueueFrame,
  ports: RecorderPorts,
): Promise<readonly string[]> {
  const outcomes = await mapBounded(messages, CONCURRENCY, (message) =>
    recordMessage(message, frame, ports),
  );
  const debts = outcomes.flatMap((outcome) => (outcome.kind === 'owes' ? [outcome.debt] : []));
  const own = platformSamples(outcomes, frame, ports.clock.epochMs());
  const published = await payDebts(debts, own, ports);

  return messages
    .filter((_, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'owes') return !published.has(outcome.debt);

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
    if (reading.kind === 'unreadable') return await keepUnreadable(message, reading, ports);

    const outcome = await claimRecord(reading, ports);
    if (outcome.kind === 'later') await postpone(message, outcome.delayMs, ports);

    return outcome;
  } catch (error) {
    const text = 'Cannot record a message; it will come again.';
    ports.log({ level: 'error', text, messageId: message.id, error });

    return { kind: 'failed' };
  }
}

async function keepUnreadable(
  message: QueueMessage,
  { reason }: { readonly reason: string },
  { unreadable, log }: RecorderPorts,
): Promise<Outcome> {
  await unreadable.keep(message, reason);
  const text = `Cannot read a message: ${reason}. It is kept in the queue of unreadable ones.`;
  log({ level: 'error', text, messageId: message.id });

  return { kind: 'unreadable' };
}

/** Where that fails, the queue delivers the message again in its own time. */
async function postpone(
  message: DeliveredMessage,
  delayMs: number,
  { queue, log }: RecorderPorts,
): Promise<void> {
  try {
    await queue.postpone(message, delayMs);
  } catch (error) {
    const text = 'Cannot say when a message is to come again; it will come later than it should.';
    log({ level: 'warning', text, messageId: message.id, error });
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
      return { kind: 'later', delayMs: BUSY_MS };
    case 'mine': {
      const { leaseUntilMs, counted } = claim;
      const all = metricSamplesOf(record, { metrics, counted });
      const samples = all.filter((sample) => isInMetricRange(sample, nowMs));
      if (samples.length < all.length) {
        const text = `Cannot publish the metrics of a slot at ${record.scheduledAt}: CloudWatch takes two weeks back to two hours ahead. Its record is stored.`;
        ports.log({ level: 'warning', text, runId: record.runId });
      }

      return { kind: 'owes', debt: { record, leaseUntilMs, samples } };
    }
  }
}

/** What this batch says of the platform; nothing where all is well and nothing else is said. */
function platformSamples(
  outcomes: readonly Outcome[],
  { region }: QueueFrame,
  nowMs: number,
): readonly MetricSample[] {
  const counts = [
    { name: PLATFORM_METRICS.recorderErrors, value: countOf('failed', outcomes) },
    { name: PLATFORM_METRICS.unreadable, value: countOf('unreadable', outcomes) },
  ];
  if (countOf('owes', outcomes) === 0 && counts.every(({ value }) => value === 0)) return [];

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

/** Publishes what is owed; returns the debts that are paid, as far as anybody can tell. */
async function payDebts(
  debts: readonly Debt[],
  own: readonly MetricSample[],
  ports: RecorderPorts,
): Promise<ReadonlySet<Debt>> {
  const groups = [...debts.map((debt) => debt.samples), own];
  const errors = groups.every((group) => group.length === 0)
    ? groups.map(() => null)
    : await ports.metrics.publish(groups);
  const [first] = errors.filter((error) => error !== null);
  if (first !== undefined) {
    const text = 'Cannot publish metrics; the messages will come again.';
    ports.log({ level: 'error', text, error: first });
  }
  const paid = debts.filter((_, index) => errors[index] === null);
  await mapBounded(paid, CONCURRENCY, (debt) => settle(debt, ports));

  return new Set(paid);
}

/**
 * Closes a claim. Where that fails, the message is not asked for again: its metrics are out, and a
 * further delivery would publish them twice.
 */
async function settle({ record, leaseUntilMs }: Debt, ports: RecorderPorts): Promise<void> {
  const text =
    'Cannot note that metrics are published: a further delivery would publish them again.';
  try {
    const held = await ports.ledger.settle(record, leaseUntilMs);
    if (!held) ports.log({ level: 'warning', text, runId: record.runId });
  } catch (error) {
    ports.log({ level: 'warning', text, runId: record.runId, error });
  }
}
