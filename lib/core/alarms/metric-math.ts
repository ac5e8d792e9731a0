import type { MathComparison, MathExpression, MathOperator } from './alarm-definition.ts';
import type { Datapoint } from './evaluate-alarm.ts';

/** A scalar is the same at every timestamp; a series may have no value at this one. */
type MathValue =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly value: Datapoint };

/**
 * The value of an expression at one timestamp; null when CloudWatch drops the datapoint. When only some
 * series have a value, operators read the others as 0. IF drops a datapoint without a condition, and
 * one whose chosen branch has no value (0 for the first branch).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluateExpression(
  expression: MathExpression,
  datapointOf: (id: string) => Datapoint,
): Datapoint {
  return valueOf(expression, datapointOf).value;
}

/** An expression in CloudWatch's syntax, such as `(IF((m1 < 1), 1, 0) + IF((m2 < 1), 1, 0))`. */
export function expressionText(expression: MathExpression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'metric':
      return expression.id;
    case 'fill':
      return `FILL(${expressionText(expression.of)}, ${expression.value})`;
    case 'compare':
    case 'calculate':
      return `(${expressionText(expression.left)} ${expression.operator} ${expressionText(expression.right)})`;
    case 'if': {
      const parts = [expression.condition, expression.whenTrue, expression.whenFalse];
      return `IF(${parts.map(expressionText).join(', ')})`;
    }
  }
}

function valueOf(expression: MathExpression, datapointOf: (id: string) => Datapoint): MathValue {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'metric':
      return { kind: 'series', value: datapointOf(expression.id) };
    case 'fill': {
      const { value } = valueOf(expression.of, datapointOf);
      return { kind: 'series', value: value ?? expression.value };
    }
    case 'compare':
    case 'calculate':
      return combine(
        OPERATORS[expression.operator],
        valueOf(expression.left, datapointOf),
        valueOf(expression.right, datapointOf),
      );
    case 'if':
      return choose(
        valueOf(expression.condition, datapointOf),
        valueOf(expression.whenTrue, datapointOf),
        valueOf(expression.whenFalse, datapointOf),
      );
  }
}

const OPERATORS: Readonly<
  Record<MathComparison | MathOperator, (left: number, right: number) => number>
> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
};

function combine(
  operate: (left: number, right: number) => number,
  left: MathValue,
  right: MathValue,
): MathValue {
  const kind = left.kind === 'scalar' && right.kind === 'scalar' ? 'scalar' : 'series';
  const series = [left, right].filter((side) => side.kind === 'series');
  if (series.length > 0 && series.every(({ value }) => value === null)) {
    return { kind: 'series', value: null };
  }
  const value = operate(left.value ?? 0, right.value ?? 0);
  // Division by zero: "the data point is dropped".
  if (!Number.isFinite(value)) return { kind: 'series', value: null };

  return { kind, value };
}

function choose(condition: MathValue, whenTrue: MathValue, whenFalse: MathValue): MathValue {
  if (condition.value === null) return { kind: 'series', value: null };
  if (condition.value === 0) return { kind: 'series', value: whenFalse.value };

  return { kind: 'series', value: whenTrue.value ?? (condition.kind === 'series' ? 0 : null) };
}
