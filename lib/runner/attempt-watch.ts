import type { AttemptProgress, AttemptRequest } from '../core/journey/attempt.ts';
import { RESPONSE_CHECK_MS } from '../core/run/attempt-time.ts';
import { attemptLedger, type LedgerReading } from './attempt-ledger.ts';
import type { StallSample } from '../core/run/stall.ts';
import type { StallWatch } from './stall/stall-watch.ts';
import type { Watchdog } from './watchdog.ts';
import { ProtocolBreach } from './wire/protocol-breach.ts';

/** Phases of an attempt, in their order. */
const PHASES = ['opening', 'running', 'concluding', 'settling'] as const;

/** Follows one attempt's progress: for its limits, and for the result if its worker is lost. */
export interface AttemptWatch {
  /** Throws a {@link ProtocolBreach} for progress that contradicts the phase. */
  note(progress: AttemptProgress): void;
  read(): LedgerReading;
  /** How long the monitor could not run during the body; null if none has begun. */
  stalled(): readonly StallSample[] | null;
  stop(): void;
}

/**
 * Creates the watch of one attempt. A body begins and ends once: otherwise a journey could begin it
 * again and again, and each time get its whole time-out.
 */
export function attemptWatch(
  { timeoutMs, plan }: Pick<AttemptRequest, 'timeoutMs' | 'plan'>,
  watch: Watchdog,
  stall: StallWatch,
): AttemptWatch {
  const ledger = attemptLedger();
  let phase: (typeof PHASES)[number] = 'opening';

  return {
    note: (progress) => {
      phase = nextPhase(phase, progress.kind);
      ledger.note(progress);
      if (progress.kind === 'body-started') stall.begin();
      if (progress.kind === 'body-ended') stall.end();
      watch.note(progress, { timeoutMs, checkMs: RESPONSE_CHECK_MS[plan.kind] });
    },
    read: () => ledger.read(),
    stalled: () => stall.read(),
    stop: () => {
      watch.stop();
      stall.stop();
    },
  };
}

type Phase = (typeof PHASES)[number];

/** The phases in which each kind of progress may be reported, and the phase that follows; null: the same. */
const ORDER: Readonly<Record<AttemptProgress['kind'], readonly [readonly Phase[], Phase | null]>> =
  {
    'body-started': [['opening'], 'running'],
    'body-stopped': [['running'], 'concluding'],
    'body-ended': [['running', 'concluding'], 'settling'],
    'step-started': [['running', 'concluding', 'settling'], null],
    'step-ended': [['running', 'concluding', 'settling'], null],
  };

function nextPhase(phase: Phase, kind: AttemptProgress['kind']): Phase {
  const [allowed, next] = ORDER[kind];
  if (!allowed.includes(phase)) {
    throw new ProtocolBreach(`"${kind}" while the attempt is ${phase}`);
  }

  return next ?? phase;
}
