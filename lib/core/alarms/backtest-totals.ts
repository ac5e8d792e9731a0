import type { Firing, JourneyBacktest } from './backtest.ts';

/** What many back-tests come to. Composites, which tell nobody, are not counted. */
export interface BacktestTotals {
  readonly firings: number;
  /** Of these, told when they began. */
  readonly notified: number;
  /** Of these, told at the end of a maintenance window. */
  readonly notifiedLate: number;
  /** Of these, never told: over before the maintenance was. */
  readonly muted: number;
  /** Of these, not over at the end of the replay. */
  readonly on: number;
  readonly durationMs: number;
}

/** Sums up back-tests; null stands for a journey that has no history. */
export function totalsOf(tests: readonly (JourneyBacktest | null)[]): BacktestTotals {
  const firings = tests.flatMap((test) => (test === null ? [] : singleFirings(test)));

  return {
    firings: firings.length,
    notified: firings.filter(({ muted }) => !muted).length,
    notifiedLate: firings.filter(({ muted, notifiedAtMs }) => muted && notifiedAtMs !== null)
      .length,
    muted: firings.filter(({ notifiedAtMs }) => notifiedAtMs === null).length,
    on: firings.filter(({ endedAtMs }) => endedAtMs === null).length,
    durationMs: firings.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

function singleFirings({ alarms }: JourneyBacktest): readonly Firing[] {
  return alarms.filter(({ definition }) => definition !== null).flatMap(({ firings }) => firings);
}
