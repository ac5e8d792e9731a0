import { RunFailure } from '../../core/record/run-failure.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Phase } from './phase-clock.ts';
import type { LimitReached } from './time-limit.ts';

const WAITING_FOR: Readonly<Record<Phase, string>> = {
  dns: 'waiting for its name to be resolved',
  tcp: 'waiting for the connection to be accepted',
  tls: 'waiting for the TLS handshake',
  send: 'sending the request',
  wait: 'waiting for the first byte of the answer',
  receive: 'receiving the answer',
};

/** Says what a request that ran out of time was waiting for. */
export function limitFailure(error: LimitReached, entry: LedgerEntry): RunFailure {
  if (error.kind === 'closed') {
    return new RunFailure('journey.exception', 'the run ended before the answer was complete');
  }
  const phase = entry.clock.current();
  const waiting = phase === null ? 'preparing the request' : WAITING_FOR[phase];
  const whose = error.kind === 'request' ? '' : " (what was left of the journey's time)";
  const reason = `timed out after ${error.limitMs} ms${whose}, ${waiting}${receivedSoFar(entry)}`;

  return new RunFailure('target.timeout', reason, { cause: error });
}

function receivedSoFar({ findings, clock }: LedgerEntry): string {
  const ms = clock.read().phases.receiveMs;
  if (findings.sizeBytes === null || ms === null) return '';

  return `: ${findings.sizeBytes} bytes of the body came in ${Math.round(ms)} ms`;
}
