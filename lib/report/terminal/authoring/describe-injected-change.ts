import type { InjectedChange } from '../../../core/backfill/scenarios.ts';
import { formatExactDuration } from '../../format/duration.ts';
import { formatMinute } from '../../format/instant.ts';
import { formatShare } from '../../format/share.ts';

/** A change that `waywiser backfill` injects into a history, as one sentence. */
export function describeInjectedChange(change: InjectedChange): string {
  switch (change.kind) {
    case 'drift':
      return `step "${change.step}" waits ${formatShare(change.perMonth)} longer every 30 days, ${since(change.fromMs)}`;
    case 'slower':
      return change.step === null
        ? `every step gets ${formatShare(change.share)} slower ${at(change.atMs)}`
        : `step "${change.step}" gets ${formatShare(change.share)} slower ${at(change.atMs)}`;
    case 'dns':
      return `DNS takes ${formatExactDuration(change.addMs)} longer ${since(change.atMs)}`;
    case 'host':
      return `${change.host} joins step "${change.step}" ${since(change.atMs)}`;
    case 'bytes':
      return `responses are ${change.factor} times as large ${since(change.atMs)}`;
    case 'chromium':
      return `Chromium goes from ${change.before} to ${change.after} ${at(change.atMs)}, and its own work takes ${formatShare(change.ownFactor - 1)} longer`;
    case 'cpu':
      return `the measuring machine computes ${change.factor} times as slowly ${since(change.atMs)}`;
    case 'outage':
      return `every run fails (${change.cause}) from ${formatMinute(change.fromMs)} to ${formatMinute(change.untilMs)}`;
  }
}

function since(epochMs: number): string {
  return `from ${formatMinute(epochMs)} on`;
}

function at(epochMs: number): string {
  return `at ${formatMinute(epochMs)}`;
}
