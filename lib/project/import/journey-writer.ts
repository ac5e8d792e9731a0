import { call, type Expression, object, text } from './expression.ts';
import type { JourneyModel, OptionModel, Part } from './journey-model.ts';
import { stringLiteral, widthOf } from './literals.ts';
import {
  commentLines,
  constantLines,
  givenBefore,
  namesOf,
  type StepPart,
  stepLines,
} from './part-lines.ts';
import { PRINT_WIDTH, printExpression, spaces } from './print-expression.ts';
import { CONTEXT, splitJourney } from './split-journey.ts';

/** Lines with something on them; a longer function's steps become functions of their own. */
const MAX_BODY = 48;

/** A journey as the text of its file, formatted as this repository's formatter does it. */
export function writeJourney(model: JourneyModel): string {
  const inner = bodyLines(model.parts, 4);
  const steps = model.parts.filter(({ kind }) => kind === 'step').length;
  const isLong = lengthOf(inner) > MAX_BODY && steps > 1;
  const lines = isLong ? dividedLines(model) : wholeLines(model, inner);

  return `${lines.join('\n')}\n`;
}

/** As the linter counts: without empty lines and comments. */
function lengthOf(lines: readonly string[]): number {
  return lines.filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length;
}

function wholeLines(model: JourneyModel, inner: readonly string[]): readonly string[] {
  const names = new Set(['step', ...model.parts.flatMap(namesOf)]);
  const given = CONTEXT.filter((name) => names.has(name)).join(', ');

  return [
    `import { ${imports(model, false)} } from 'waywiser';`,
    '',
    ...headLines(model),
    `  async ({ ${given} }) => {`,
    ...inner,
    '  },',
    ');',
  ];
}

function dividedLines(model: JourneyModel): readonly string[] {
  const { types, body, functions } = splitJourney(model);

  return [
    `import { ${imports(model, true)} } from 'waywiser';`,
    '',
    ...types,
    ...headLines(model),
    '  async (context) => {',
    ...body,
    '  },',
    ');',
    ...functions,
  ];
}

function imports(model: JourneyModel, isSplit: boolean): string {
  const maker = model.kind === 'api' ? 'apiJourney' : 'browserJourney';
  const type = model.kind === 'api' ? 'type ApiJourneyContext' : 'type BrowserJourneyContext';
  const expects = model.parts.some((part) => namesOf(part).includes('expect'));
  const names = [maker, ...(isSplit ? [type] : []), 'every', ...(expects ? ['expect'] : [])];

  return names
    .toSorted((a, b) =>
      a.replace('type ', '').toLowerCase() < b.replace('type ', '').toLowerCase() ? -1 : 1,
    )
    .join(', ');
}

function headLines(model: JourneyModel): readonly string[] {
  const maker = model.kind === 'api' ? 'apiJourney' : 'browserJourney';
  const options: readonly OptionModel[] = [
    { entry: ['description', text(model.description)], comment: null },
    { entry: ['schedule', call('every', text('5m'))], comment: null },
    ...(model.secrets.length === 0
      ? []
      : [{ entry: ['secrets', list(model.secrets)] as const, comment: null }]),
    ...model.options,
  ];

  return [
    ...model.comments.flatMap((each) => commentLines(each, 0)),
    `export default ${maker}(`,
    `  ${stringLiteral(model.name)},`,
    ...optionLines(options),
  ];
}

function list(names: readonly string[]): Expression {
  return { kind: 'array', items: names.map(text) };
}

function optionLines(options: readonly OptionModel[]): readonly string[] {
  const all = object(options.map(({ entry }) => entry));
  const flat = printExpression(all, { column: 2, indent: 2, after: 1 });
  if (options.every(({ comment }) => comment === null)) return `  ${flat},`.split('\n');
  const lines = options.flatMap(({ entry, comment }) => {
    const printed = printExpression(object([entry]), { column: PRINT_WIDTH, indent: 2, after: 1 });

    return [
      ...(comment === null ? [] : commentLines(comment, 4)),
      ...printed.split('\n').slice(1, -1),
    ];
  });

  return ['  {', ...lines, '  },'];
}

function bodyLines(parts: readonly Part[], indent: number): readonly string[] {
  return parts.flatMap((part, index) => {
    const between = index === 0 ? [] : [''];
    if (part.kind === 'constant') return constantLines(part, indent);

    return [...between, ...stepBlock(part, indent)];
  });
}

/** A step; its name stands on a line of its own where the first would be too long. */
function stepBlock(part: StepPart, indent: number): readonly string[] {
  const name = stringLiteral(part.name);
  const open = `${spaces(indent)}${givenBefore(part)}await step(`;
  const first = `${open}${name}, async () => {`;
  if (widthOf(first) <= PRINT_WIDTH) {
    return [first, ...stepLines(part, indent + 2), `${spaces(indent)}});`];
  }
  const inner = spaces(indent + 2);

  return [
    open,
    `${inner}${name},`,
    `${inner}async () => {`,
    ...stepLines(part, indent + 4),
    `${inner}},`,
    `${spaces(indent)});`,
  ];
}
