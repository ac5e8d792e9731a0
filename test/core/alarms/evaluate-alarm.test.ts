import type {
  AlarmCondition,
  AlarmState,
  TreatMissingData,
} from '../../../lib/core/alarms/alarm-definition.ts';
import type { Datapoint } from '../../../lib/core/alarms/evaluate-alarm.ts';
import { breaches, evaluateAlarm } from '../../../lib/core/alarms/evaluate-alarm.ts';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** The documentation's notation: 0 within the threshold, X breaching, - missing; newest last. */
function range(notation: string): readonly Datapoint[] {
  const values: Readonly<Record<string, Datapoint>> = { '0': 1, X: 9, '-': null };

  return notation.split(' ').map((token) => values[token] ?? null);
}

function mOfN(m: number, n: number, treatMissingData: TreatMissingData): AlarmCondition {
  return {
    operator: 'GreaterThanThreshold',
    threshold: 5,
    evaluationPeriods: n,
    datapointsToAlarm: m,
    treatMissingData,
  };
}

/** The state after each treatment of missing data; `keep` where it is the one before, whichever. */
function statesOf(notation: string, m: number, n: number): readonly (AlarmState | 'keep')[] {
  return TREATMENTS.map((treatment) => {
    const states = STATES.map(
      (previous) => evaluateAlarm(mOfN(m, n, treatment), range(notation), { previous }).state,
    );
    const [first = 'OK', ...others] = states;
    if (others.every((state) => state === first)) return first;
    expect(states).toEqual(STATES);

    return 'keep';
  });
}

const NO_DATA = 'INSUFFICIENT_DATA';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe('evaluateAlarm() on the documented examples of 3 out of 3', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', [NO_DATA, 'keep', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('evaluateAlarm() gives the states of the table when the data is %s', (notation, states) => {
    expect(statesOf(notation, 3, 3)).toEqual(states);
  });
});

describe('evaluateAlarm() on the documented examples of 2 out of 3', () => {
  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('evaluateAlarm() gives the states of the table when the data is %s', (notation, states) => {
    expect(statesOf(notation, 2, 3)).toEqual(states);
  });
});

describe('evaluateAlarm() on what the documentation says outside its tables', () => {
  it.each(['- - - - X', '- - - X -', '- - - X 0', '- - X - 0'])(
    'evaluateAlarm() is not ALARM prematurely when the data is %s and M is 3',
    (notation) => {
      const missing = mOfN(3, 3, 'missing');

      expect(evaluateAlarm(missing, range(notation), { previous: 'OK' }).state).toBe('OK');
    },
  );

  // An earlier edition of the page had this row: the oldest breach may lie outside the last N.
  it('evaluateAlarm() is ALARM when the only datapoint of the range breaches and is its oldest', () => {
    expect(statesOf('X - - - -', 3, 3)).toEqual(['ALARM', 'keep', 'ALARM', 'OK']);
  });

  it('evaluateAlarm() goes to ALARM one evaluation later when missing data breaches and stays away', () => {
    expect(statesOf('0 - - - -', 3, 3)[2]).toBe('OK');
    expect(statesOf('- - - - -', 3, 3)[2]).toBe('ALARM');
  });

  it('evaluateAlarm() needs all of N when M is N, and the figure of the page rises and falls', () => {
    const values = [1, 2, 4, 4, 4, 2, 1, 1, 4, 1];
    const condition = { ...mOfN(3, 3, 'missing'), threshold: 3 };

    const states = values.map(
      (_, end) =>
        evaluateAlarm(condition, values.slice(Math.max(0, end - 4), end + 1), { previous: 'OK' })
          .state,
    );

    expect(states.map((state) => state === 'ALARM')).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('evaluateAlarm()', () => {
  it.each([
    ['X X X - -', 3, 'missing', { state: 'ALARM', reason: 'breaching', real: 3, breaching: 3 }],
    ['0 X - - -', 2, 'missing', { state: 'OK', reason: 'within', real: 2, breaching: 1 }],
    ['- - X - -', 3, 'missing', { state: 'ALARM', reason: 'premature', real: 1, breaching: 1 }],
    ['- - X - -', 3, 'ignore', { state: 'ALARM', reason: 'kept', real: 1, breaching: 1 }],
    [
      '- - - - -',
      2,
      'missing',
      { state: 'INSUFFICIENT_DATA', reason: 'no-data', real: 0, breaching: 0 },
    ],
    ['- - - - X', 3, 'breaching', { state: 'ALARM', reason: 'breaching', real: 1, breaching: 1 }],
  ] as const)(
    'evaluateAlarm() says what %s is based on when M is %i and treatment %s',
    (...row) => {
      const [notation, m, treatment, evaluation] = row;

      const actual = evaluateAlarm(mOfN(m, 3, treatment), range(notation), { previous: 'ALARM' });

      expect(actual).toEqual(evaluation);
    },
  );

  it.each([
    [0, 3],
    [4, 3],
    [1.5, 3],
    [1, 2.5],
  ])('evaluateAlarm() throws when asked for %d of %d', (m, n) => {
    expect(() => evaluateAlarm(mOfN(m, n, 'missing'), [1], { previous: 'OK' })).toThrow(
      `Cannot evaluate ${m} of ${n} datapoints; expected whole numbers, 1 to N of N`,
    );
  });

  it.each([Number.NaN, Infinity])('evaluateAlarm() throws when a datapoint is %d', (value) => {
    expect(() => evaluateAlarm(mOfN(1, 1, 'missing'), [value], { previous: 'OK' })).toThrow(
      `Cannot evaluate datapoint ${value}; expected a finite number or null`,
    );
  });
});

describe('breaches()', () => {
  it.each([
    ['GreaterThanThreshold', [false, false, true]],
    ['GreaterThanOrEqualToThreshold', [false, true, true]],
    ['LessThanThreshold', [true, false, false]],
    ['LessThanOrEqualToThreshold', [true, true, false]],
  ] as const)('breaches() compares 4, 5 and 6 with 5 when the operator is %s', (...row) => {
    const [operator, expected] = row;

    expect([4, 5, 6].map((value) => breaches({ operator, threshold: 5 }, value))).toEqual(expected);
  });
});
