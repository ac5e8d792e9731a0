import * as fc from 'fast-check';
import type { AlarmState, TreatMissingData } from '../../../lib/core/alarms/alarm-definition.ts';
import { evaluateAlarm } from '../../../lib/core/alarms/evaluate-alarm.ts';

interface Case {
  /** `0`, `X` and `-`, newest last. */
  readonly data: string;
  readonly m: number;
  readonly n: number;
  readonly treatment: TreatMissingData;
  readonly previous: AlarmState;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    data: fc.string({ unit: fc.constantFrom('0', 'X', '-', '-'), minLength: 1, maxLength: 12 }),
    m: fc.integer({ min: 1, max: 6 }),
    more: fc.integer({ min: 0, max: 4 }),
    treatment: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
    previous: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA'),
  })
  .map(({ more, ...rest }) => ({ ...rest, n: rest.m + more }));

/** The page's sentences, one after another, on text. */
function twin({ data, m, n, treatment, previous }: Case): AlarmState {
  const existing = data.replaceAll('-', '');

  // "the number of existing data points … is equal to or more than Evaluation Periods: CloudWatch
  // evaluates … the most recent real data points"; "the value you set … is ignored".
  if (existing.length >= n) return alarmIf(crosses(existing.slice(-n)) >= m);

  // "CloudWatch fills in the missing data points", "only as few times as possible".
  const holes = n - existing.length;
  if (treatment === 'breaching') return alarmIf(crosses(existing + 'X'.repeat(holes)) >= m);
  if (treatment === 'notBreaching') return alarmIf(crosses(existing + '0'.repeat(holes)) >= m);

  // Neither kind of the other two adds a breach, so those that exist may be enough.
  if (crosses(existing) >= m) return 'ALARM';
  if (existing.includes('0')) return 'OK';
  if (treatment === 'ignore') return previous;

  // "all data points in the alarm evaluation range are missing"
  if (/^-*$/.test(data)) return 'INSUFFICIENT_DATA';

  // "the oldest available breaching datapoint … is at least as old as the value of Datapoints to
  // Alarm, and all other more recent data points are breaching or missing".
  return alarmIf(new RegExp(`X[X-]{${m - 1},}$`).test(data));
}

function crosses(text: string): number {
  return text.split('X').length - 1;
}

function alarmIf(holds: boolean): AlarmState {
  return holds ? 'ALARM' : 'OK';
}

function evaluated(each: Case, data: string = each.data): AlarmState {
  const values = data.split('').map((mark) => (mark === '-' ? null : mark === 'X' ? 9 : 1));
  const condition = {
    operator: 'GreaterThanThreshold',
    threshold: 5,
    evaluationPeriods: each.n,
    datapointsToAlarm: each.m,
    treatMissingData: each.treatment,
  } as const;

  return evaluateAlarm(condition, values, { previous: each.previous }).state;
}

describe('evaluateAlarm() against a twin written from the documentation', () => {
  it('evaluateAlarm() agrees when cases are random', () => {
    fc.assert(
      fc.property(cases, (each) => {
        expect(evaluated(each)).toBe(twin(each));
      }),
      { numRuns: 10_000 },
    );
  });

  it('evaluateAlarm() agrees on every text of up to six marks when N is at most 4', () => {
    const texts = [1, 2, 3, 4, 5, 6].flatMap(allTexts);
    const settings = [1, 2, 3, 4].flatMap((n) =>
      Array.from({ length: n }, (_, index) => ({ n, m: index + 1 })),
    );
    const wrong = texts.flatMap((data) =>
      settings.flatMap((setting) =>
        (['missing', 'ignore', 'breaching', 'notBreaching'] as const)
          .map((treatment) => ({ data, ...setting, treatment, previous: 'ALARM' as const }))
          .filter((each) => evaluated(each) !== twin(each)),
      ),
    );

    expect(texts).toHaveLength(1_092);
    expect(wrong).toEqual([]);
  });

  it('evaluateAlarm() is never better when a datapoint within the threshold becomes a breach', () => {
    const rank = { OK: 0, INSUFFICIENT_DATA: 1, ALARM: 2 };

    fc.assert(
      fc.property(cases, fc.nat(), (each, place) => {
        const at = place % each.data.length;
        fc.pre(each.data[at] === '0');
        const worse = `${each.data.slice(0, at)}X${each.data.slice(at + 1)}`;

        expect(rank[evaluated(each, worse)]).toBeGreaterThanOrEqual(rank[evaluated(each)]);
      }),
      { numRuns: 2_000 },
    );
  });
});

function allTexts(length: number): readonly string[] {
  if (length === 0) return [''];

  return allTexts(length - 1).flatMap((text) => [`${text}0`, `${text}X`, `${text}-`]);
}
