import type { StepRecord } from '../core/record/run-record.ts';
import type { AttemptProgress, BodyResult, SourcePosition } from '../core/journey/attempt.ts';

/** Progress of an attempt as reported when its worker was lost. */
export interface LedgerReading {
  readonly started: boolean;
  /** Milliseconds since the body began. */
  readonly elapsedMs: number;
  readonly ended: readonly StepRecord[];
  readonly open: readonly {
    readonly name: string;
    readonly parent: string | null;
    readonly startMs: number;
    readonly at: SourcePosition | null;
  }[];
  readonly result: BodyResult | null;
}

/** Tracks an attempt's progress from outside its process. */
export function attemptLedger(): {
  note(progress: AttemptProgress): void;
  read(): LedgerReading;
} {
  const ended: StepRecord[] = [];
  let open: LedgerReading['open'] = [];
  let startedAtMs: number | null = null;
  let result: BodyResult | null = null;

  return {
    note: (progress) => {
      switch (progress.kind) {
        case 'body-started':
          startedAtMs = performance.now();
          break;
        case 'body-stopped':
          break;
        case 'step-started':
          open = [...open, progress];
          break;
        case 'step-ended':
          ended.push(progress.step);
          open = open.filter((step) => step.startMs !== progress.step.startMs);
          break;
        case 'body-ended':
          result = progress.result;
          break;
      }
    },
    read: () => ({
      started: startedAtMs !== null,
      elapsedMs: startedAtMs === null ? 0 : performance.now() - startedAtMs,
      ended,
      open,
      result,
    }),
  };
}
