import { call, text } from './expression.ts';
import type { JourneyModel, OptionModel, StepPart } from './journey-model.ts';
import { assignment, commentLines, constantLines, namesOf, stepLines } from './part-lines.ts';
import { printExpression, stringLiteral } from './print-code.ts';
import { CONTEXT, splitJourney } from './split-journey.ts';

/** Lines of code in a journey's function; with more, each step becomes a function of its own. */
const MAX_BODY = 48;

/** A journey as the text of its file: one statement a line, two spaces of indentation. */
export function writeJourney(model: JourneyModel): string {
  const inner = model.parts.flatMap((part, index) => [
    ...(part.kind === 'step' && index > 0 ? [''] : []),
    ...(part.kind === 'constant' ? constantLines(part) : stepBlock(part)),
  ]);
  const steps = model.parts.filter(({ kind }) => kind === 'step').length;
  const isLong = codeLines(inner) > MAX_BODY && steps > 1;
  const lines = isLong ? dividedLines(model) : wholeLines(model, inner);

  return `${lines.join('\n')}\n`;
}

/** Number of lines without empty lines and comments. */
function codeLines(lines: readonly string[]): number {
  return lines.filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length;
}

function wholeLines(model: JourneyModel, inner: readonly string[]): readonly string[] {
  const names = new Set(['step', ...model.parts.flatMap(namesOf)]);
  const used = CONTEXT.filter((name) => names.has(name)).join(', ');

  return [
    `import { ${imports(model, false)} } from 'waywiser';`,
    '',
    ...headLines(model),
    `  async ({ ${used} }) => {`,
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

function imports({ kind, parts }: JourneyModel, isSplit: boolean): string {
  const type = kind === 'api' ? 'type ApiJourneyContext' : 'type BrowserJourneyContext';
  const expects = parts.some((part) => namesOf(part).includes('expect'));

  return [
    kind === 'api' ? 'apiJourney' : 'browserJourney',
    ...(isSplit ? [type] : []),
    'every',
    ...(expects ? ['expect'] : []),
  ].join(', ');
}

function headLines(model: JourneyModel): readonly string[] {
  const secrets = { kind: 'array', items: model.secrets.map(text) } as const;
  const options: readonly OptionModel[] = [
    { entry: ['description', text(model.description)], comment: null },
    { entry: ['schedule', call('every', text('5m'))], comment: null },
    ...(model.secrets.length === 0
      ? []
      : [{ entry: ['secrets', secrets] as const, comment: null }]),
    ...model.options,
  ];

  return [
    ...model.comments.flatMap((each) => commentLines(each, 0)),
    `export default ${model.kind === 'api' ? 'apiJourney' : 'browserJourney'}(`,
    `  ${stringLiteral(model.name)},`,
    '  {',
    ...options.flatMap(({ entry: [key, value], comment }) => [
      ...(comment === null ? [] : commentLines(comment, 4)),
      ...`    ${key}: ${printExpression(value, 4)},`.split('\n'),
    ]),
    '  },',
  ];
}

function stepBlock(part: StepPart): readonly string[] {
  return [
    `    ${assignment(part)}await step(${stringLiteral(part.name)}, async () => {`,
    ...stepLines(part, 6),
    '    });',
  ];
}
