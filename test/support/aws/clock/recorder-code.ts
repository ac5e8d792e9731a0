import { gunzipText } from '../../../../lib/adapters/gzip/gunzip-text.ts';
import { SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { WatchStore } from '../../../../lib/core/jobs/job-ports.ts';
import type { RecordLedger } from '../../../../lib/core/ports.ts';
import type { DeliveredMessage } from '../../../../lib/core/record/queue-message.ts';
import { type RecorderPorts, recordBatch } from '../../../../lib/core/recorder/record-batch.ts';
import { type DelayedSink, delayedSink } from './delayed-sink.ts';
import type { Faults } from './faults.ts';
import type { Execution, FunctionCode } from './function-spec.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { SimulatedTable } from './simulated-table.ts';

/** What a region's recorder works with. */
export interface RecorderWorld {
  readonly stage: string;
  readonly region: string;
  readonly home: string;
  readonly faults: Faults;
  readonly table: SimulatedTable;
  readonly watches: WatchStore;
  readonly queue: SimulatedQueue;
  readonly sink: DelayedSink['put'];
  /** Reasons of messages that were set aside. */
  readonly unreadable: string[];
}

/** A batch that goes well, of which most is waiting for the table and CloudWatch. */
const BATCH_MS = 300;
const WAVE_MS = 40;
/** Messages at a time, and how long a call to the table waits where the home region is out. */
const WAVE = 25;
const TABLE_TIMEOUT_MS = 4 * SECOND_MS;
const METRICS_TIMEOUT_MS = 5 * SECOND_MS;

/** The recorder's own code, over a table and metrics in memory. */
export function recorderCode(world: RecorderWorld): FunctionCode {
  const { region, stage, faults, home } = world;

  return async (event, { startMs }) => {
    if (faults.at('recorder-fails', { region }) !== undefined) {
      return { durationMs: 1, effects: [], error: 'Runtime.ExitError' };
    }
    const messages = messagesIn(event);
    const waves = Math.ceil(messages.length / WAVE);
    const isOut = faults.isOut(home, startMs);
    const durationMs = isOut
      ? waves * TABLE_TIMEOUT_MS + METRICS_TIMEOUT_MS
      : BATCH_MS + waves * WAVE_MS;
    const effects: Execution['effects'][number][] = [];
    const ports = portsOf(
      { ...world, later: (happen) => effects.push({ afterMs: durationMs, happen }) },
      startMs,
    );
    const answer = await recordBatch(messages, { stage, region }, ports);

    return { durationMs, effects, error: null, answer };
  };
}

function messagesIn(event: unknown): readonly DeliveredMessage[] {
  return Array.isArray(event) ? event : [];
}

function portsOf(
  world: RecorderWorld & { readonly later: (happen: () => void) => unknown },
  startMs: number,
): RecorderPorts {
  const { faults, home, table, watches, queue, later, unreadable } = world;

  return {
    clock: { epochMs: () => startMs },
    unzip: gunzipText,
    log: () => {},
    senders: null,
    lateDays: watches,
    ledger: reachable(table.ledger, () => faults.isOut(home)),
    metrics: delayedSink({ ...world, put: world.sink }),
    queue: { postpone: async ({ id }, delayMs) => void later(() => queue.postpone(id, delayMs)) },
    unreadable: { keep: async (_, reason) => void unreadable.push(reason) },
  };
}

/** A table that cannot be reached while its region is out. */
function reachable(ledger: RecordLedger, isOut: () => boolean): RecordLedger {
  return {
    claim: async (...args) => {
      if (isOut()) throw new Error('the home region is out');

      return await ledger.claim(...args);
    },
    settle: async (...args) => {
      if (isOut()) throw new Error('the home region is out');

      return await ledger.settle(...args);
    },
  };
}
