import type {
  MessagePostponer,
  MetricSample,
  SenderDirectory,
  UnreadableQueue,
} from '../../lib/core/ports.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import type { DeliveredMessage } from '../../lib/core/record/queue-message.ts';
import {
  type RecorderLine,
  type RecorderPorts,
  recordBatch,
} from '../../lib/core/recorder/record-batch.ts';
import { memoryWatchStore } from '../fakes/memory-job-stores.ts';
import { type LedgerItem, memoryRecordLedger } from '../fakes/memory-record-ledger.ts';

/** How a batch ends before its time: its process dies at the nth call, with or without its effect. */
export interface Crash {
  readonly atCall: number;
  readonly afterEffect: boolean;
  /** Which calls count. */
  readonly calls: readonly ('claim' | 'publish' | 'settle')[];
}

/** What happens around a batch. */
export interface BatchWeather {
  readonly crash: Crash | null;
  /** Calls of these numbers fail without effect: the home region is out. */
  readonly failingClaims: readonly number[];
  readonly failingSettles: readonly number[];
  /** Groups of these numbers are not accepted. */
  readonly refusedGroups: readonly number[];
}

/** Weather in which all goes well. */
export const FAIR: BatchWeather = {
  crash: null,
  failingClaims: [],
  failingSettles: [],
  refusedGroups: [],
};

const FRAME = { stage: 'prod', region: 'eu-west-1' };

/** A table, a namespace of metrics and a clock, with recorders that come and go. */
export class RecorderWorld {
  nowMs: number;
  readonly items = new Map<string, LedgerItem>();
  readonly published: MetricSample[] = [];
  readonly lines: RecorderLine[] = [];
  readonly unreadable: string[] = [];
  readonly postponed: number[] = [];
  readonly watches = memoryWatchStore();
  senders: SenderDirectory | null = null;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** Runs a recorder over a batch; returns the ids that come again: all of them when it died. */
  async deliver(messages: readonly DeliveredMessage[], weather = FAIR): Promise<readonly string[]> {
    const death = new Death(weather.crash);
    const ids = recordBatch(messages, FRAME, this.#ports(weather, death));
    const all = messages.map((message) => message.id);

    return await Promise.race([ids, death.happened.then(() => all)]);
  }

  /** What the gap detector does. */
  async noteMissing(record: RunRecord): Promise<void> {
    const entry = { record, rank: 'missing', publishes: false } as const;
    await memoryRecordLedger(this.items).claim(entry, this.nowMs);
  }

  #ports(weather: BatchWeather, death: Death): RecorderPorts {
    const ledger = memoryRecordLedger(this.items);
    let claims = 0;
    let settles = 0;

    return {
      clock: { epochMs: () => this.nowMs },
      unzip: (text) => text,
      log: (line) => this.lines.push(line),
      queue: postponer(this.postponed),
      unreadable: unreadableQueue(this.unreadable),
      senders: this.senders,
      lateDays: this.watches,
      ledger: {
        claim: (entry, nowMs) =>
          death.around('claim', async () => {
            const call = claims++;
            // Claims of recorders that work side by side come in any order.
            for (let turn = call % 3; turn > 0; turn -= 1) await Promise.resolve();
            if (weather.failingClaims.includes(call)) throw new Error('the home region is out');

            return await ledger.claim(entry, nowMs);
          }),
        settle: (entry, leaseUntilMs) =>
          death.around('settle', async () => {
            if (weather.failingSettles.includes(settles++)) throw new Error('no answer came');

            return await ledger.settle(entry, leaseUntilMs);
          }),
      },
      metrics: {
        publish: (groups) =>
          death.around('publish', async () =>
            groups.map((group, index) => {
              if (weather.refusedGroups.includes(index)) return new Error('not accepted');
              this.published.push(...group);

              return null;
            }),
          ),
      },
    };
  }
}

/** A process that dies at a call never hears of its outcome, and makes no further call. */
class Death {
  readonly happened: Promise<void>;
  readonly #crash: Crash | null;
  #die: () => void = () => {};
  #calls = 0;
  #dead = false;

  constructor(crash: Crash | null) {
    this.#crash = crash;
    this.happened = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  async around<T>(call: Crash['calls'][number], effect: () => Promise<T>): Promise<T> {
    if (this.#dead) return await never();
    const crash = this.#crash;
    if (crash === null || !crash.calls.includes(call) || this.#calls++ !== crash.atCall) {
      return await effect();
    }
    this.#dead = true;
    try {
      if (crash.afterEffect) await effect();
    } finally {
      this.#die();
    }

    return await never<T>();
  }
}

async function never<T>(): Promise<T> {
  return await new Promise<T>(() => {});
}

function postponer(delays: number[]): MessagePostponer {
  return {
    postpone: async (_, delayMs) => {
      delays.push(delayMs);
    },
  };
}

function unreadableQueue(reasons: string[]): UnreadableQueue {
  return {
    keep: async (_, reason) => {
      reasons.push(reason);
    },
  };
}
