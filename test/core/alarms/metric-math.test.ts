import * as fc from 'fast-check';
import type { MathExpression } from '../../../lib/core/alarms/alarm-definition.ts';
import { evaluateExpression, expressionText } from '../../../lib/core/alarms/metric-math.ts';
import { readExpression } from '../../support/read-expression.ts';
import type { Datapoint } from '../../../lib/core/alarms/evaluate-alarm.ts';

const M1: MathExpression = { kind: 'metric', id: 'm1' };
const M2: MathExpression = { kind: 'metric', id: 'm2' };
const M3: MathExpression = { kind: 'metric', id: 'm3' };

function num(value: number): MathExpression {
  return { kind: 'number', value };
}

function choose(condition: MathExpression, whenTrue: MathExpression, whenFalse: MathExpression) {
  return { kind: 'if', condition, whenTrue, whenFalse } as const;
}

/** Evaluates over series of equal length, timestamp by timestamp. */
function over(
  expression: MathExpression,
  series: Readonly<Record<string, readonly Datapoint[]>>,
): readonly Datapoint[] {
  return (series['m1'] ?? []).map((_, at) =>
    evaluateExpression(expression, (id) => series[id]?.[at] ?? null),
  );
}

function failing(id: string): MathExpression {
  const condition = {
    kind: 'compare',
    operator: '<',
    left: { kind: 'metric', id },
    right: num(1),
  } as const;

  return choose(condition, num(1), num(0));
}

function plus(left: MathExpression, right: MathExpression): MathExpression {
  return { kind: 'calculate', operator: '+', left, right };
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
describe('evaluateExpression() on the documented examples', () => {
  const series = { m1: [1, 1, 0, 0, null], m2: [30, null, 0, 0, 30], m3: [0, 0, 20, null, 20] };

  it.each([
    ['IF(m1, m2, m3)', choose(M1, M2, M3), [30, 0, 20, null, null]],
    ['IF(m1, 5, m3)', choose(M1, num(5), M3), [5, 5, 20, null, null]],
    ['IF(m1, m2, 5)', choose(M1, M2, num(5)), [30, 0, 5, 5, null]],
  ])('evaluateExpression() gives the values of the table when given %s', (...row) => {
    const [text, expression, values] = row;

    expect(over(expression, series)).toEqual(values);
    expect(expressionText(expression)).toBe(text);
  });

  it('evaluateExpression() reads the missing side as 0 when two series are compared', () => {
    const below = { kind: 'compare', operator: '<', left: M1, right: M2 } as const;

    const values = over(below, { m1: [30, 20, 0, 0], m2: [20, null, 20, null] });

    expect(values).toEqual([0, 0, 1, 0]);
  });

  it('evaluateExpression() compares with a number when given metric1 >= 30', () => {
    const atLeast = { kind: 'compare', operator: '>=', left: M1, right: num(30) } as const;

    expect(over(atLeast, { m1: [30, 20, 0, 0] })).toEqual([1, 0, 0, 0]);
  });

  it.each([
    ['+', [4, 3, 1, null, 6]],
    ['-', [2, 3, -1, null, 6]],
    ['*', [3, 0, 0, null, 0]],
    ['/', [3, null, 0, null, null]],
  ] as const)('evaluateExpression() adds missing as 0 and drops n/0 when given %s', (...row) => {
    const [operator, values] = row;
    const expression = { kind: 'calculate', operator, left: M1, right: M2 } as const;

    const actual = over(expression, { m1: [3, 3, null, null, 6], m2: [1, null, 1, null, 0] });

    expect(actual).toEqual(values);
  });

  it('evaluateExpression() has a value at every timestamp when given FILL', () => {
    const filled = { kind: 'fill', of: M1, value: 10 } as const;

    expect(over(filled, { m1: [1, null, 0] })).toEqual([1, 10, 0]);
    expect(expressionText(filled)).toBe('FILL(m1, 10)');
  });
});

describe('evaluateExpression() on a quorum', () => {
  const quorum = plus(plus(failing('m1'), failing('m2')), failing('m3'));

  it('evaluateExpression() counts failing regions, a missing one not, when any reports', () => {
    const values = over(quorum, {
      m1: [1, 0, 0, null, null],
      m2: [1, 1, 0.5, 0, null],
      m3: [1, 1, 0, 0, null],
    });

    expect(values).toEqual([0, 1, 3, 2, null]);
    expect(expressionText(quorum)).toBe(
      '((IF((m1 < 1), 1, 0) + IF((m2 < 1), 1, 0)) + IF((m3 < 1), 1, 0))',
    );
  });

  it('evaluateExpression() equals a count by hand when regions are random', () => {
    const region = fc.constantFrom(0, 0.5, 1, null);

    fc.assert(
      fc.property(region, region, region, (m1, m2, m3) => {
        const reported = [m1, m2, m3].filter((value) => value !== null);
        const count = reported.filter((value) => value < 1).length;
        const expected = reported.length === 0 ? null : count;

        expect(over(quorum, { m1: [m1], m2: [m2], m3: [m3] })).toEqual([expected]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('expressionText()', () => {
  it('expressionText() means what evaluateExpression() computes when expressions are random', () => {
    const value = fc.option(fc.integer({ min: -3, max: 3 }));

    fc.assert(
      fc.property(expressions(), value, value, (expression, m1, m2) => {
        const values: Readonly<Record<string, Datapoint>> = { m1, m2 };

        const again = readExpression(expressionText(expression));

        expect(again).toEqual(expression);
        expect(evaluateExpression(again, (id) => values[id] ?? null)).toBe(
          evaluateExpression(expression, (id) => values[id] ?? null),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

function expressions(): fc.Arbitrary<MathExpression> {
  return fc.letrec<{ any: MathExpression }>((tie) => {
    const operands = { left: tie('any'), right: tie('any') };
    return {
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(M1, M2),
        fc.constantFrom(0, 1, -2, 2.5, 4_500).map(num),
        fc.record({
          kind: fc.constant('compare' as const),
          operator: fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
          ...operands,
        }),
        fc.record({
          kind: fc.constant('calculate' as const),
          operator: fc.constantFrom('+', '-', '*', '/'),
          ...operands,
        }),
        fc.record({
          kind: fc.constant('fill' as const),
          of: tie('any'),
          value: fc.constantFrom(0, 7),
        }),
        fc.tuple(tie('any'), tie('any'), tie('any')).map((parts) => choose(...parts)),
      ),
    };
  }).any;
}
