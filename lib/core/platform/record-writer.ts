import type { RunRecord } from '../record/run-record.ts';
import type { LocalPlatformPorts } from './platform-ports.ts';

/** First pause before a record that could not be stored is tried again; doubled each time. */
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 10_000;

/** Records on their way into the store. */
export interface RecordWriter {
  add(record: RunRecord, lagMs: number): void;
  /** Resolves when every record added is stored. */
  drain(): Promise<void>;
}

/** Stores each record, again and again until the store has it: what ran is not lost to a hiccup. */
export function recordWriter(
  ports: Pick<LocalPlatformPorts, 'store' | 'after' | 'onEvent'>,
): RecordWriter {
  const underWay = new Set<Promise<void>>();

  async function keep(record: RunRecord, lagMs: number): Promise<void> {
    await storeUntilDone(record, ports);
    ports.onEvent({ kind: 'run-recorded', record, lagMs });
  }

  return {
    add: (record, lagMs) => {
      const stored = keep(record, lagMs);
      underWay.add(stored);
      void stored.finally(() => underWay.delete(stored));
    },
    drain: async () => {
      await Promise.all(underWay);
    },
  };
}

async function storeUntilDone(
  record: RunRecord,
  ports: Pick<LocalPlatformPorts, 'store' | 'after' | 'onEvent'>,
): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      await ports.store.putRun(record);

      return;
    } catch (error) {
      ports.onEvent({ kind: 'record-delayed', record, error });
    }
    await new Promise<void>((resolve) => {
      ports.after(pauseMs, resolve);
    });
  }
}
