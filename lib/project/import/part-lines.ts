import { namesIn, object } from './expression.ts';
import type { Part, Statement, StepPart } from './journey-model.ts';
import { printExpression, spaces } from './print-code.ts';

/** Comments are wrapped here, in characters. */
const COMMENT_WIDTH = 100;
/** Characters that would end a comment's line or that an editor does not show. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** The declaration of a constant in the journey's function. */
export function constantLines({
  variable,
  value,
}: Extract<Part, { kind: 'constant' }>): readonly string[] {
  return `    const ${variable.name} = ${printExpression(value, 4)};`.split('\n');
}

/** The statements of a step; the last returns the values that later steps need. */
export function stepLines({ statements, gives }: StepPart, indent: number): readonly string[] {
  const [first] = gives;
  const lines = statements.flatMap((each) => statementLines(each, indent));
  if (first === undefined) return lines;
  const all = object(gives.map(({ name, value }) => [name, value] as const));
  const expression = gives.length === 1 ? first.value : all;

  return [...lines, '', ...statementLines({ kind: 'code', before: 'return ', expression }, indent)];
}

function statementLines(statement: Statement, indent: number): readonly string[] {
  switch (statement.kind) {
    case 'blank':
      return [''];
    case 'comment':
      return commentLines(statement.text, indent);
    case 'code': {
      const code = printExpression(statement.expression, indent);

      return `${spaces(indent)}${statement.before}${code};`.split('\n');
    }
  }
}

/** Words as a comment of one or more lines. */
export function commentLines(words: string, indent: number): readonly string[] {
  const before = `${spaces(indent)}// `;
  const lines: string[] = [];
  for (const word of words.replaceAll(INVISIBLE, ' ').trim().split(/\s+/)) {
    const longer = lines.length === 0 ? null : `${lines.at(-1)} ${word}`;
    if (longer !== null && longer.length <= COMMENT_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`${before}${word}`);
  }

  return lines;
}

/** `const token = ` before a step that returns values for later steps, else nothing. */
export function assignment({ gives }: StepPart): string {
  const names = gives.map(({ name }) => name).join(', ');
  if (gives.length === 0) return '';

  return gives.length === 1 ? `const ${names} = ` : `const { ${names} } = `;
}

/** Every name that a part refers to. */
export function namesOf(part: Part): readonly string[] {
  if (part.kind === 'constant') return namesIn(part.value);
  const own = part.statements.flatMap((each) =>
    each.kind === 'code' ? namesIn(each.expression) : [],
  );

  return [...own, ...part.gives.flatMap(({ value }) => namesIn(value))];
}
