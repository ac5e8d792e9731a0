import type {
  MathComparison,
  MathExpression,
  MathOperator,
} from '../../lib/core/alarms/alarm-definition.ts';
import { type Formula, readFormula } from './formula.ts';

const CALCULATIONS: readonly MathOperator[] = ['+', '-', '*', '/'];
const COMPARISONS: readonly MathComparison[] = ['<', '<=', '>', '>=', '==', '!='];

/** Reads metric math anew from CloudWatch's own words. */
export function readExpression(text: string): MathExpression {
  return expressionOf(readFormula(text));
}

function expressionOf(formula: Formula | string | undefined): MathExpression {
  if (typeof formula !== 'object') throw new SyntaxError(`Expected an operand, found ${formula}`);
  switch (formula.kind) {
    case 'number':
      return { kind: 'number', value: formula.value };
    case 'name':
      return { kind: 'metric', id: formula.name };
    case 'infix':
      return infixOf(formula);
    case 'call':
      return formula.name === 'IF' ? choiceOf(formula.args) : fillOf(formula);
    case 'not':
      throw new SyntaxError('Metric math has no NOT');
  }
}

function infixOf({ operator, sides }: Formula & { readonly kind: 'infix' }): MathExpression {
  const operands = { left: expressionOf(sides[0]), right: expressionOf(sides[1]) };
  const calculation = CALCULATIONS.find((each) => each === operator);
  if (calculation !== undefined) return { kind: 'calculate', operator: calculation, ...operands };
  const comparison = COMPARISONS.find((each) => each === operator);
  if (comparison !== undefined) return { kind: 'compare', operator: comparison, ...operands };
  throw new SyntaxError(`Metric math has no ${operator}`);
}

function choiceOf([condition, whenTrue, whenFalse]: readonly (Formula | string)[]): MathExpression {
  return {
    kind: 'if',
    condition: expressionOf(condition),
    whenTrue: expressionOf(whenTrue),
    whenFalse: expressionOf(whenFalse),
  };
}

function fillOf({ name, args }: Formula & { readonly kind: 'call' }): MathExpression {
  const value = expressionOf(args[1]);
  if (name !== 'FILL' || value.kind !== 'number') throw new SyntaxError(`Cannot read ${name}`);

  return { kind: 'fill', of: expressionOf(args[0]), value: value.value };
}
