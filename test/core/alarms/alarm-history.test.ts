import * as fc from 'fast-check';
import type {
  AlarmDefinition,
  AlarmState,
  CompositeAlarm,
  CompositeRule,
  MetricAlarm,
} from '../../../lib/core/alarms/alarm-definition.ts';
import { replayAlarms, stateAt } from '../../../lib/core/alarms/alarm-history.ts';
import { type SamplePoint, statisticOf } from '../../../lib/core/alarms/datapoints.ts';
import { evaluateAlarm, EXTRA_PERIODS } from '../../../lib/core/alarms/evaluate-alarm.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.parse('2027-03-01T00:00:00Z');

function alarmOn(name: string, changes: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    kind: 'metric',
    name,
    meaning: { code: 'notifier' },
    metric: { namespace: 'Shop', name, dimensions: {}, statistic: 'Average' },
    periodSeconds: 300,
    operator: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: 'ignore',
    ...changes,
  };
}

function composite(name: string, rule: CompositeRule): CompositeAlarm {
  return { kind: 'composite', name, meaning: { code: 'notifier' }, rule };
}

function inAlarm(alarm: string): CompositeRule {
  return { kind: 'state', alarm, state: 'ALARM' };
}

function minute(count: number): number {
  return START_MS + count * MINUTE_MS;
}

/** Samples every five minutes, one a character: `1`, `0`, or `-` for none. */
function everyFive(text: string): readonly SamplePoint[] {
  return text
    .split('')
    .flatMap((mark, index) =>
      mark === '-' ? [] : [{ atMs: minute(index * 5), value: Number(mark) }],
    );
}

/** Transitions as `minutes:STATE`. */
function replayed(
  alarms: readonly AlarmDefinition[],
  samples: Readonly<Record<string, readonly SamplePoint[]>>,
  toMinute: number,
): Readonly<Record<string, readonly string[]>> {
  const histories = replayAlarms(alarms, ({ name }) => samples[name] ?? [], {
    fromMs: START_MS,
    toMs: minute(toMinute),
  });

  return Object.fromEntries(
    histories.map(({ alarm, transitions }) => [
      alarm,
      transitions.map(({ atMs, to }) => `${(atMs - START_MS) / MINUTE_MS}:${to}`),
    ]),
  );
}

describe('replayAlarms()', () => {
  it('replayAlarms() is ALARM from the second failure on and OK after two passes when 2 of 3', () => {
    const samples = { shop: everyFive('1110100111111') };

    // Failures at 15, 25 and 30 minutes: each counts from the next whole minute's evaluation.
    expect(replayed([alarmOn('shop')], samples, 60)).toEqual({
      shop: ['1:OK', '26:ALARM', '41:OK'],
    });
  });

  it.each([
    ['ignore', ['1:OK', '16:ALARM']],
    ['notBreaching', ['0:OK', '16:ALARM', '36:OK']],
    ['breaching', ['0:ALARM', '6:OK', '16:ALARM']],
    ['missing', ['1:OK', '16:ALARM', '41:INSUFFICIENT_DATA']],
  ] as const)('replayAlarms() shows data that stops when treatment is %s', (...row) => {
    const [treatMissingData, states] = row;
    const samples = { shop: everyFive('1100') };

    expect(replayed([alarmOn('shop', { treatMissingData })], samples, 90)['shop']).toEqual(states);
  });

  it('replayAlarms() evaluates an alarm only once its warm-up is over', () => {
    const alarms = [
      alarmOn('new', { treatMissingData: 'breaching', warmUpMinutes: 20 }),
      alarmOn('plain', { treatMissingData: 'breaching' }),
    ];

    const histories = replayAlarms(alarms, () => [], {
      fromMs: START_MS,
      toMs: minute(60),
      createdAtMs: minute(-5),
    });

    expect(histories.map(({ transitions }) => transitions.map(({ atMs }) => atMs))).toEqual([
      [minute(15)],
      [minute(0)],
    ]);
  });

  it('replayAlarms() reads samples from before its start when they lie in the range', () => {
    const samples = {
      shop: [
        { atMs: minute(-8), value: 0 },
        { atMs: minute(-3), value: 0 },
      ],
    };

    const [history] = replayAlarms([alarmOn('shop')], () => samples.shop, {
      fromMs: START_MS,
      toMs: START_MS,
    });

    expect(history).toEqual({
      alarm: 'shop',
      state: 'ALARM',
      transitions: [
        { atMs: START_MS, from: 'INSUFFICIENT_DATA', to: 'ALARM', reason: 'breaching' },
      ],
    });
  });

  it('replayAlarms() goes on where an earlier replay ended when given its states', () => {
    const samples = everyFive('1110100111111000011');
    const alarms = [alarmOn('shop'), composite('all', inAlarm('shop'))];
    const whole = replayAlarms(alarms, () => samples, { fromMs: START_MS, toMs: minute(95) });

    const first = replayAlarms(alarms, () => samples, { fromMs: START_MS, toMs: minute(30) });
    const initial = Object.fromEntries(first.map(({ alarm, state }) => [alarm, state]));
    const rest = replayAlarms(alarms, () => samples, {
      fromMs: minute(31),
      toMs: minute(95),
      initial,
    });

    const joined = first.map(({ transitions }, index) => [
      ...transitions,
      ...(rest[index]?.transitions ?? []),
    ]);
    expect(joined).toEqual(whole.map(({ transitions }) => transitions));
  });

  it('replayAlarms() evaluates every ten seconds when the period is below a minute', () => {
    const samples = { shop: [{ atMs: START_MS + 10_000, value: 0 }] };
    const fast = alarmOn('shop', {
      periodSeconds: 10,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    });

    const [history] = replayAlarms([fast], () => samples.shop, {
      fromMs: START_MS,
      toMs: minute(1),
    });

    expect(history?.transitions.map(({ atMs }) => atMs - START_MS)).toEqual([20_000]);
  });

  it('replayAlarms() throws when the step is no divisor of the period', () => {
    expect(() =>
      replayAlarms([alarmOn('shop')], () => [], { fromMs: 0, toMs: 0, stepMs: 70_000 }),
    ).toThrow('Cannot replay alarm "shop" every 70000 ms; expected a divisor of its period, 300 s');
  });

  it('replayAlarms() throws when samples do not ascend', () => {
    const samples = [
      { atMs: minute(5), value: 1 },
      { atMs: minute(0), value: 1 },
    ];

    expect(() =>
      replayAlarms([alarmOn('shop')], () => samples, { fromMs: START_MS, toMs: START_MS }),
    ).toThrow(
      'Cannot read samples of metric "shop": number 1 is older than the one before; expected ascending instants',
    );
  });
});

describe('replayAlarms() on composite alarms', () => {
  const shop = alarmOn('shop');
  const pay = alarmOn('pay');
  const samples = { shop: everyFive('1110000111111'), pay: everyFive('1111100001111') };

  it('replayAlarms() follows its children at the same instant when they change', () => {
    const both = composite('both', { kind: 'and', rules: [inAlarm('shop'), inAlarm('pay')] });
    const either = composite('either', { kind: 'or', rules: [inAlarm('shop'), inAlarm('pay')] });

    expect(replayed([either, both, shop, pay], samples, 60)).toEqual({
      either: ['0:OK', '21:ALARM', '51:OK'],
      both: ['0:OK', '31:ALARM', '41:OK'],
      shop: ['1:OK', '21:ALARM', '41:OK'],
      pay: ['1:OK', '31:ALARM', '51:OK'],
    });
  });

  it('replayAlarms() evaluates children first when composites stand on composites', () => {
    const top = composite('top', { kind: 'not', rule: inAlarm('middle') });
    const middle = composite('middle', inAlarm('shop'));

    expect(replayed([top, middle, shop], samples, 60)).toMatchObject({
      middle: ['0:OK', '21:ALARM', '41:OK'],
      top: ['0:ALARM', '21:OK', '41:ALARM'],
    });
  });

  it.each([
    [[composite('a', inAlarm('b')), composite('b', inAlarm('a'))], '"a", "b": "b", "a" is'],
    [[composite('a', inAlarm('shop '))], '"a": "shop " is'],
  ])('replayAlarms() throws when a child is unknown or in a cycle', (alarms, part) => {
    expect(() => replayed([...alarms, shop], samples, 5)).toThrow(
      `Cannot evaluate composite alarm ${part} unknown or depends on it; expected children that exist, without a cycle`,
    );
  });
});

/** The states at each minute of an hour, with every datapoint computed again. */
function twin(alarm: MetricAlarm, samples: readonly SamplePoint[]): readonly AlarmState[] {
  const states: AlarmState[] = [];
  for (let now = 0; now <= 60; now += 1) {
    const range = Array.from({ length: alarm.evaluationPeriods + EXTRA_PERIODS }, (_, index) => {
      const endMs = minute(now) - index * alarm.periodSeconds * 1_000;
      const own = samples.filter(
        ({ atMs }) => atMs < endMs && atMs >= endMs - alarm.periodSeconds * 1_000,
      );
      return statisticOf(
        alarm.metric.statistic,
        own.map(({ value }) => value),
      );
    }).toReversed();
    const previous = states.at(-1) ?? 'INSUFFICIENT_DATA';
    states.push(evaluateAlarm(alarm, range, { previous }).state);
  }

  return states;
}

describe('replayAlarms() against a twin without windows that move', () => {
  const sampleList = fc
    .array(fc.record({ minutes: fc.integer({ min: -60, max: 60 }), value: fc.nat(2) }), {
      maxLength: 40,
    })
    .map((list) =>
      list
        .map(({ minutes, value }) => ({ atMs: minute(minutes) + value * 7_000, value }))
        .toSorted((a, b) => a.atMs - b.atMs),
    );
  const definition = fc
    .record({
      periodSeconds: fc.constantFrom(60, 120, 300, 600),
      statistic: fc.constantFrom('Sum', 'Average', 'Minimum', 'SampleCount', 'p90'),
      datapointsToAlarm: fc.integer({ min: 1, max: 3 }),
      more: fc.integer({ min: 0, max: 2 }),
      treatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
    } as const)
    .map(({ statistic, more, ...rest }) =>
      alarmOn('shop', {
        ...rest,
        evaluationPeriods: rest.datapointsToAlarm + more,
        metric: { namespace: 'Shop', name: 'shop', dimensions: {}, statistic },
      }),
    );

  it('replayAlarms() has the same state at every minute when samples are random', () => {
    fc.assert(
      fc.property(definition, sampleList, (alarm, samples) => {
        const [history] = replayAlarms([alarm], () => samples, {
          fromMs: START_MS,
          toMs: minute(60),
        });
        const states = Array.from({ length: 61 }, (_, now) =>
          stateAt(history ?? { transitions: [] }, minute(now)),
        );

        expect(states).toEqual(twin(alarm, samples));
      }),
      { numRuns: 300 },
    );
  });
});
