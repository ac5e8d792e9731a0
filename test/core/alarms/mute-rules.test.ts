import { planOf } from './journey-plan.ts';
import type { MaintenancePlan } from '../../../lib/core/journey/resolved-config.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import {
  muteCronOf,
  muteRulesOf,
  recurringMuteRulesOf,
} from '../../../lib/core/alarms/mute-rules.ts';

const FRAME = { stage: 'prod', runbookUrl: 'https://docs.test/runbook' };

function window(from: string, to: string, alarms: readonly string[] = ['shop-down']) {
  return { fromMs: Date.parse(from), toMs: Date.parse(to), alarms };
}

function rulesOf(...windows: readonly ReturnType<typeof window>[]) {
  return muteRulesOf(windows, { endedBeforeMs: Date.parse('2026-11-22T00:00:00Z') });
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `alarm-${index}`);
}

describe('muteRulesOf()', () => {
  it.each([
    ['2026-12-01T22:00:00Z', '2026-12-02T02:00:00Z', 'at(2026-12-01T22:00)', 'PT4H'],
    ['2026-12-01T22:00:00Z', '2026-12-01T22:01:00Z', 'at(2026-12-01T22:00)', 'PT1M'],
    ['2026-12-01T22:00:30Z', '2026-12-01T23:29:10Z', 'at(2026-12-01T22:00)', 'PT1H30M'],
    ['2026-12-01T23:00:00+01:00', '2026-12-04T11:00:00+01:00', 'at(2026-12-01T22:00)', 'P2DT12H'],
    ['2026-12-01T00:00:00Z', '2026-12-16T00:00:00Z', 'at(2026-12-01T00:00)', 'P15D'],
  ])('muteRulesOf() mutes whole minutes when the window is from %s to %s', (...row) => {
    const [from, to, expression, duration] = row;

    expect(rulesOf(window(from, to))).toMatchObject([
      { expression, duration, alarms: ['shop-down'] },
    ]);
  });

  it('muteRulesOf() makes rules that touch when a window is longer than 15 days', () => {
    const rules = rulesOf(window('2026-12-01T00:00:00Z', '2027-01-01T12:00:00Z'));

    expect(rules.map(({ expression, duration }) => `${expression} ${duration}`)).toEqual([
      'at(2026-12-01T00:00) P15D',
      'at(2026-12-16T00:00) P15D',
      'at(2026-12-31T00:00) P1DT12H',
    ]);
  });

  it('muteRulesOf() makes further rules when there are more than 100 alarms', () => {
    const alarms = names(201);

    const rules = rulesOf(window('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z', alarms));

    expect(rules.map((rule) => rule.alarms.length)).toEqual([100, 100, 1]);
    expect(rules.flatMap((rule) => rule.alarms)).toEqual(alarms);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(3);
  });

  it('muteRulesOf() leaves out windows that are over, keeps one under way, and ids of the others', () => {
    const over = window('2026-11-21T20:00:00Z', '2026-11-22T00:00:00Z');
    const running = window('2026-11-21T20:00:00Z', '2026-11-22T00:00:01Z');
    const later = window('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z');

    const both = rulesOf(over, running, later);

    expect(both.map(({ duration }) => duration)).toEqual(['PT4H1M', 'P1D']);
    expect(rulesOf(later)).toEqual([both[1]]);
  });

  it('muteRulesOf() has one rule when the same is asked for twice', () => {
    const twice = window('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z');

    expect(rulesOf(twice, twice)).toHaveLength(1);
  });
});

describe('muteCronOf()', () => {
  it.each([
    ['0 2 ? * SUN *', 'cron(0 2 * * SUN)'],
    ['0 2 ? * MON-FRI *', 'cron(0 2 * * MON,TUE,WED,THU,FRI)'],
    ['30 22 1 * ? *', 'cron(30 22 1 * *)'],
    ['0/30 * 1,15 JAN-MAR ? *', 'cron(0,30 * 1,15 1,2,3 *)'],
    ['0 2 ? * * *', 'cron(0 2 * * *)'],
    ['0 2 * * ? *', 'cron(0 2 * * *)'],
    ['0 2 L * ? *', null],
    ['0 2 ? * 1#2 *', null],
    ['0 2 15W * ? *', null],
    ['0 2 ? * SUN 2027', null],
  ])('muteCronOf() writes %s as %s', (expression, mute) => {
    expect(muteCronOf(expression)).toBe(mute);
  });
});

describe('recurringMuteRulesOf()', () => {
  const journeys = ['checkout', 'search'].map((name) => ({
    journey: name,
    alarms: journeyAlarms(planOf({ name, budgets: [] }), FRAME),
  }));
  const sunday: MaintenancePlan = {
    schedule: { kind: 'cron', expression: '0 2 ? * SUN *', timeZone: 'Europe/Berlin' },
    durationMs: 90 * 60_000,
    journeys: ['search'],
  };

  it('recurringMuteRulesOf() mutes the alarms of its journeys at local time, each rule once', () => {
    const rules = recurringMuteRulesOf([sunday, sunday], journeys);

    expect(rules).toHaveLength(1);
    expect(rules).toMatchObject([
      { expression: 'cron(0 2 * * SUN)', timeZone: 'Europe/Berlin', duration: 'PT1H30M' },
    ]);
    expect(rules[0]?.alarms).toContain('waywiser-prod-search-down');
    expect(rules[0]?.alarms.join()).not.toContain('checkout');
  });

  it('recurringMuteRulesOf() has none for journeys without alarms, nor for one that comes once', () => {
    const once = { from: '2027-03-01T22:00:00Z', to: '2027-03-01T23:00:00Z' };

    expect(recurringMuteRulesOf([once, { ...sunday, journeys: ['gone'] }], journeys)).toEqual([]);
  });
});
