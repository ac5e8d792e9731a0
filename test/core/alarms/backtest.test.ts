import {
  backtestJourney,
  type JourneyBacktest,
  totalsOf,
} from '../../../lib/core/alarms/backtest.ts';
import { sampleLog } from '../../../lib/core/alarms/sample-log.ts';
import type { MaintenancePlan } from '../../../lib/core/journey/resolved-config.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { Outcome } from '../../../lib/core/record/outcome.ts';
import { metricSamplesOf } from '../../../lib/core/alarms/metric-samples.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { runRecord } from '../../support/run-records.ts';
import { planOf } from './journey-plan.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 23);
const SCHEDULE = { kind: 'cron', expression: '0/5 * * * ? *', timeZone: 'UTC' } as const;
const LOCAL = planOf({
  name: 'checkout',
  schedule: SCHEDULE,
  regions: ['local'],
  alarm: { failingRegions: 1, datapoints: [2, 3] },
  budgets: [{ metric: 'duration', statistic: 'p95', max: 500 }],
});

/** The outcome of the slot at a minute since the start; null: no record came. */
type Fate = (minute: number) => Outcome | null;

interface Setting {
  readonly plan?: JourneyPlan;
  readonly maintenance?: readonly MaintenancePlan[];
  readonly hours?: number;
}

function backtest(fate: Fate, { plan = LOCAL, maintenance = [], hours = 6 }: Setting = {}) {
  const log = sampleLog();
  const toMs = START_MS + hours * 60 * MINUTE_MS;
  for (const region of plan.regions) {
    const series = { journey: plan.name, region };
    for (const slot of slotsBetween(plan.schedule, series, { fromMs: START_MS, toMs })) {
      const outcome = fate((slot - START_MS) / MINUTE_MS);
      if (outcome === null) continue;
      const scheduledAt = new Date(slot).toISOString();
      const record = runRecord({ ...series, scheduledAt, outcome });
      log.add(metricSamplesOf(record, { metrics: ['duration'], counted: false }));
    }
  }
  const samples = { samplesOf: log.samplesOf, oldestMs: log.oldestMs() };

  return backtestJourney(plan, samples, {
    stage: 'dev',
    runbookUrl: null,
    fromMs: START_MS - 24 * 60 * MINUTE_MS,
    toMs,
    maintenance,
  });
}

/** Of each alarm that fired: minute, length in minutes, minute of telling. */
function firings({ alarms }: JourneyBacktest): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    alarms
      .filter((alarm) => alarm.firings.length > 0)
      .map(({ label, firings: all }) => [
        label,
        all.map(({ atMs, durationMs, endedAtMs, notifiedAtMs, muted }) => ({
          at: minuteOf(atMs),
          minutes: durationMs / MINUTE_MS,
          over: endedAtMs !== null,
          notified: notifiedAtMs === null ? null : minuteOf(notifiedAtMs),
          muted,
        })),
      ]),
  );
}

function minuteOf(atMs: number): number {
  return (atMs - START_MS) / MINUTE_MS;
}

function failsBetween(from: number, to: number, outcome: Outcome | null = 'failed'): Fate {
  return (minute) => (minute >= from && minute < to ? outcome : 'passed');
}

function windowAt(fromMinute: number, toMinute: number): MaintenancePlan {
  const [from = '', to = ''] = [fromMinute, toMinute].map((minute) =>
    new Date(START_MS + minute * MINUTE_MS).toISOString(),
  );

  return { from, to };
}

describe('backtestJourney()', () => {
  it('backtestJourney() finds nothing when all passed', () => {
    expect(firings(backtest(() => 'passed'))).toEqual({});
  });

  it('backtestJourney() says when down fired, for how long, and on which datapoints', () => {
    const result = backtest(failsBetween(60, 120));

    expect(firings(result)).toEqual({
      down: [{ at: 66, minutes: 60, over: true, notified: 66, muted: false }],
      any: [{ at: 66, minutes: 60, over: true, notified: null, muted: false }],
    });
    const [down] = result.alarms;
    expect(down?.firings[0]).toMatchObject({
      reason: 'breaching',
      evidence: {
        datapoints: [0, 0, 0, 1, 1],
        metrics: [{ name: 'Success', region: 'local', datapoints: [1, 1, 1, 0, 0] }],
      },
    });
    expect([down?.state, down?.stateSinceMs]).toEqual(['OK', START_MS + 126 * MINUTE_MS]);
  });

  it('backtestJourney() leaves a firing open when it lasts to the end', () => {
    expect(firings(backtest(failsBetween(300, 1_000)))['down']).toEqual([
      { at: 306, minutes: 54, over: false, notified: 306, muted: false },
    ]);
  });

  it('backtestJourney() notifies after maintenance, or never when it was over before', () => {
    const late = backtest(failsBetween(60, 120), { maintenance: [windowAt(50, 100)] });
    const never = backtest(failsBetween(60, 120), { maintenance: [windowAt(50, 130)] });

    expect(firings(late)['down']).toMatchObject([{ at: 66, notified: 100, muted: true }]);
    expect(firings(never)['down']).toMatchObject([{ at: 66, notified: null, muted: true }]);
    expect(totalsOf([late, never, null])).toEqual({
      firings: 2,
      notified: 0,
      notifiedLate: 1,
      muted: 1,
      on: 0,
      durationMs: 120 * MINUTE_MS,
    });
  });

  it('backtestJourney() finds silence and blindness where records are absent or errored', () => {
    expect(firings(backtest(failsBetween(120, 180, null)))['silent']).toEqual([
      { at: 131, minutes: 50, over: true, notified: 131, muted: false },
    ]);
    expect(Object.keys(firings(backtest(failsBetween(60, 120, 'errored'))))).toEqual([
      'blind',
      'any',
    ]);
  });

  it('backtestJourney() begins with the history, and is not silent until the warm-up ends', () => {
    const result = backtest((minute) => (minute < 120 || minute === 130 ? null : 'passed'));
    const sparse = backtest((minute) => (minute === 120 || minute > 230 ? 'passed' : null));

    expect(firings(result)).toEqual({});
    expect(minuteOf(result.fromMs)).toBe(120);
    // 83 minutes after the first record.
    expect(firings(sparse)['silent']).toMatchObject([{ at: 203 }]);
  });
});
