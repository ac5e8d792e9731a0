import type { Entry, Expression } from './expression.ts';

/** A value that one step returns and a later one uses. */
export interface Variable {
  readonly name: string;
  readonly type: 'string' | 'number' | 'Readonly<Record<string, string>>';
}

/** One statement of a step. */
export type Statement =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank' }
  /** An expression after a prefix such as `await ` or `const response = await `. */
  | { readonly kind: 'code'; readonly before: string; readonly expression: Expression };

/** A step of a journey. */
export interface StepPart {
  readonly kind: 'step';
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Values for later steps: the step's last statement returns them. */
  readonly gives: readonly (Variable & { readonly value: Expression })[];
}

/** A step, or a constant that is declared between steps. */
export type Part =
  | StepPart
  | { readonly kind: 'constant'; readonly variable: Variable; readonly value: Expression };

/** A journey as data, before it is printed as TypeScript. */
export interface JourneyModel {
  readonly kind: 'api' | 'browser';
  readonly name: string;
  readonly description: string;
  /** Options other than `description`, `schedule` and `secrets`, which are always written. */
  readonly options: readonly OptionModel[];
  readonly secrets: readonly string[];
  /** Comments at the top of the file. */
  readonly comments: readonly string[];
  readonly parts: readonly Part[];
}

/** An option, with a comment that gives the reason for it. */
export interface OptionModel {
  readonly entry: Entry;
  readonly comment: string | null;
}

/** An `await` of an expression. */
export function awaited(expression: Expression): Statement {
  return { kind: 'code', before: 'await ', expression };
}

/** An expression that is a statement by itself. */
export function plain(expression: Expression): Statement {
  return { kind: 'code', before: '', expression };
}

/** A comment within a step. */
export function comment(text: string): Statement {
  return { kind: 'comment', text };
}

/** A statement that prints as an empty line between others. */
export const BLANK: Statement = { kind: 'blank' };
