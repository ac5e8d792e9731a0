import { namesIn, object } from './expression.ts';
import type { Part, Statement } from './journey-model.ts';
import { widthOf } from './literals.ts';
import { PRINT_WIDTH, printExpression, spaces } from './print-expression.ts';

/** What a line cannot hold, or would hide. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A step of a journey. */
export type StepPart = Extract<Part, { kind: 'step' }>;

/** The lines of a constant. */
export function constantLines(
  { variable, value }: Extract<Part, { kind: 'constant' }>,
  indent: number,
): readonly string[] {
  const before = `${spaces(indent)}const ${variable.name} = `;
  const code = printExpression(value, { column: before.length, indent, after: 1 });

  return `${before}${code};`.split('\n');
}

/** The lines of what a step does. */
export function stepLines(step: StepPart, indent: number): readonly string[] {
  const { gives } = step;
  const [first] = gives;
  const lines = step.statements.flatMap((each) => statementLines(each, indent));
  if (first === undefined) return lines;
  const value =
    gives.length === 1
      ? first.value
      : object(gives.map((each) => [each.name, each.value] as const));

  return [
    ...lines,
    '',
    ...statementLines({ kind: 'code', before: 'return ', expression: value }, indent),
  ];
}

function statementLines(statement: Statement, indent: number): readonly string[] {
  switch (statement.kind) {
    case 'blank':
      return [''];
    case 'comment':
      return commentLines(statement.text, indent);
    case 'code': {
      const before = `${spaces(indent)}${statement.before}`;
      const around = { column: before.length, indent, after: 1 };

      return `${before}${printExpression(statement.expression, around)};`.split('\n');
    }
  }
}

/** A comment of as many lines as it needs. */
export function commentLines(words: string, indent: number): readonly string[] {
  const before = `${spaces(indent)}// `;
  const lines: string[] = [];
  let line = '';
  for (const word of words.replaceAll(INVISIBLE, ' ').trim().split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && before.length + widthOf(longer) > PRINT_WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }

  return [...lines, line].map((each) => `${before}${each}`);
}

/** What stands before a step that later ones need something of. */
export function givenBefore({ gives }: StepPart): string {
  const [first] = gives;
  if (first === undefined) return '';
  const names = gives.map(({ name }) => name).join(', ');

  return gives.length === 1 ? `const ${first.name} = ` : `const { ${names} } = `;
}

/** Every name that a part refers to. */
export function namesOf(part: Part): readonly string[] {
  if (part.kind === 'constant') return namesIn(part.value);
  const own = part.statements.flatMap((each) =>
    each.kind === 'code' ? namesIn(each.expression) : [],
  );

  return [...own, ...part.gives.flatMap(({ value }) => namesIn(value))];
}
