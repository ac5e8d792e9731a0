import type { InjectedChange } from '../../../core/backfill/scenarios.ts';

/** What is planted into a history, for people. */
export function plantedWords(planted: InjectedChange): string {
  switch (planted.kind) {
    case 'drift':
      return `step "${planted.step}" waits ${percent(planted.perMonth)} longer every 30 days, ${since(planted.fromMs)}`;
    case 'slower':
      return planted.step === null
        ? `every step gets ${percent(planted.share)} slower ${at(planted.atMs)}`
        : `step "${planted.step}" gets ${percent(planted.share)} slower ${at(planted.atMs)}`;
    case 'dns':
      return `names take ${planted.addMs} ms longer to resolve ${since(planted.atMs)}`;
    case 'host':
      return `${planted.host} takes part in step "${planted.step}" ${since(planted.atMs)}`;
    case 'bytes':
      return `answers are ${planted.factor} times as large ${since(planted.atMs)}`;
    case 'chromium':
      return `Chromium goes from ${planted.before} to ${planted.after} ${at(planted.atMs)}, and its own work takes ${percent(planted.ownFactor - 1)} longer`;
    case 'cpu':
      return `the measuring machine computes ${planted.factor} times as slowly ${since(planted.atMs)}`;
    case 'outage':
      return `every run fails (${planted.cause}) from ${instant(planted.fromMs)} to ${instant(planted.untilMs)}`;
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

function since(epochMs: number): string {
  return `from ${instant(epochMs)} on`;
}

function at(epochMs: number): string {
  return `at ${instant(epochMs)}`;
}

function instant(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
