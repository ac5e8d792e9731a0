import { backtestJourney } from '../../../../lib/core/alarms/backtest.ts';
import { sampleLog } from '../../../../lib/core/alarms/sample-log.ts';
import {
  type AlarmReport,
  renderBacktests,
} from '../../../../lib/report/terminal/alarms/alarm-backtest.ts';
import { renderAlarmStates } from '../../../../lib/report/terminal/alarms/alarm-states.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { MINUTE_MS } from '../../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 23);
const HOURS = 4;
const TO_MS = START_MS + HOURS * 60 * MINUTE_MS;
const PLAN = planOf({
  schedule: { kind: 'cron', expression: '0/5 * * * ? *', timeZone: 'UTC' },
  budgets: [],
});

/** A journey that runs each five minutes in two of its three regions, and fails in the third hour. */
function report(): AlarmReport {
  const plan = { ...PLAN, regions: ['eu-west-1', 'us-east-1'] };
  const log = sampleLog();
  for (let minute = 0; minute < HOURS * 60; minute += 5) {
    for (const region of plan.regions) {
      const dimensions = { Journey: plan.name, Region: region };
      const atMs = START_MS + minute * MINUTE_MS;
      const value = minute >= 120 && minute < 180 ? 0 : 1;
      log.add([
        { name: 'Success', dimensions, atMs, value },
        { name: 'Errored', dimensions, atMs, value: 0 },
      ]);
    }
  }
  const options = { stage: 'prod', runbookUrl: null, fromMs: START_MS, toMs: TO_MS };
  const backtest = backtestJourney(
    plan,
    { samplesOf: log.samplesOf, oldestMs: log.oldestMs() },
    { ...options, maintenance: [{ from: '2026-11-23T02:00:00Z', to: '2026-11-23T02:30:00Z' }] },
  );

  return {
    ...options,
    journeys: [
      { plan: PLAN, runs: 96, backtest },
      { plan: planOf({ name: 'search' }), runs: 0, backtest: null },
    ],
  };
}

describe('renderBacktests()', () => {
  it('renderBacktests() shows when, how long, whether notified, and why, region by region', () => {
    expect(renderBacktests(report(), { paint: plainPaint, columns: 100 })).toEqual([
      'Alarms as configured now, replayed over the stored runs',
      '2026-11-23 00:00 to 2026-11-23 04:00 UTC, stage prod',
      'evaluated in the regions with stored runs: eu-west-1, us-east-1',
      'configured: eu-west-1, us-east-1, ap-southeast-2 · a quorum is at most 2 regions',
      '',
      'checkout  eu-west-1, us-east-1 · 96 runs',
      '  ✗ down would have fired once, 1 h 00 m in all',
      '    2026-11-23 02:06 UTC  1 h 00 m · muted, notified at 2026-11-23 02:30 UTC',
      '                          runs passed per 5 minutes (2 of 3 below 100%)',
      '                          eu-west-1 100%, 100%, 100%, 0%, 0% · us-east-1 100%, 100%, 100%, 0%, 0%',
      '  ✓ would not have fired: silent · blind',
      '',
      'search  no scheduled run stored: nothing to evaluate',
      '',
      '1 alarm, 1 h 00 m in all: 0 notified at once, 1 notified after maintenance',
    ]);
  });

  it('renderBacktests() and renderAlarmStates() name the alarms that stored runs do not cover', () => {
    const { journeys, ...rest } = report();
    const asking = journeys.map((each) => ({
      ...each,
      plan: { ...each.plan, alarm: { ...each.plan.alarm, driftPercent: 5, daysToBudget: 30 } },
    }));

    for (const render of [renderBacktests, renderAlarmStates]) {
      const lines = render({ ...rest, journeys: asking }, { paint: plainPaint, columns: 100 });
      expect(lines.filter((line) => line.includes('trends'))).toEqual([
        '  – not evaluated from stored runs: drift, forecast · see waywiser trends',
      ]);
    }
  });

  it.each([40, 60, 80, 200])('renderBacktests() is no wider than %i columns', (columns) => {
    const lines = renderBacktests(report(), { paint: plainPaint, columns });

    // The title is never cut.
    for (const line of lines.slice(1)) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
  });
});

describe('renderAlarmStates()', () => {
  it('renderAlarmStates() counts the alarms that are on', () => {
    const lines = renderAlarmStates(report(), { paint: plainPaint, columns: 100 });

    expect(lines.slice(4)).toEqual([
      '',
      'checkout  eu-west-1, us-east-1 · 96 runs',
      '  ✓ down, silent, blind',
      '',
      'search  no scheduled run stored: nothing to evaluate',
      '',
      'No alarm is on (3 evaluated).',
    ]);
  });
});
