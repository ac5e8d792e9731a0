import { call, type Expression, literal, namesIn, object, reference, text } from './expression.ts';
import type { JourneyModel, OptionModel, Part, Statement, Variable } from './journey-model.ts';
import { PRINT_WIDTH, printExpression, spaces } from './print-expression.ts';
import { stringLiteral } from './literals.ts';
import { functionNames } from './names.ts';

/** Lines with something on them; a longer function's steps become functions of their own. */
const LONGEST_BODY = 48;
/** What a journey's function gets, in the order in which it is written. */
const CONTEXT = ['page', 'context', 'http', 'step', 'secret', 'env', 'log'];

/** A journey as the text of its file, formatted as this repository's formatter does it. */
export function writeJourney(model: JourneyModel): string {
  const inner = bodyLines(model.parts, 4);
  const head = headLines(model);
  const lines = inner.filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length;
  const isLong = lines > LONGEST_BODY && stepsOf(model).length > 1;
  const written = isLong ? splitJourney(model, head) : wholeJourney(model, head, inner);

  return `${written.join('\n')}\n`;
}

function stepsOf({ parts }: JourneyModel): readonly Extract<Part, { kind: 'step' }>[] {
  return parts.filter((part) => part.kind === 'step');
}

function wholeJourney(
  model: JourneyModel,
  head: readonly string[],
  inner: readonly string[],
): readonly string[] {
  const names = new Set(['step', ...model.parts.flatMap(namesOf)]);
  const given = CONTEXT.filter((name) => names.has(name)).join(', ');

  return [
    `import { ${imports(model, false)} } from 'waywiser';`,
    '',
    ...head,
    `  async ({ ${given} }) => {`,
    ...inner,
    '  },',
    ');',
  ];
}

/** The journey reads like a table of contents; what each step does stands below it. */
function splitJourney(model: JourneyModel, head: readonly string[]): readonly string[] {
  const steps = stepsOf(model);
  const names = functionNames(steps.map(({ name }) => name));
  const variables = variablesOf(model.parts);
  let index = 0;
  const lines = model.parts.flatMap((part) => {
    if (part.kind === 'constant') return constantLines(part, 4);
    const name = names[index++] ?? '';
    const args = [reference('context'), ...usedObject(part, variables)];

    return callLines(part, call(name, ...args));
  });
  const functions = steps.flatMap((step, at) => [
    '',
    ...functionLines(model, step, { name: names[at] ?? '', variables }),
  ]);

  return [
    `import { ${imports(model, true)} } from 'waywiser';`,
    '',
    ...head,
    '  async (context) => {',
    `    const { ${needsSecret(model) ? 'step, secret' : 'step'} } = context;`,
    '',
    ...lines,
    '  },',
    ');',
    ...functions,
  ];
}

function needsSecret({ parts }: JourneyModel): boolean {
  return parts.some((part) => part.kind === 'constant' && namesOf(part).includes('secret'));
}

function callLines(step: Extract<Part, { kind: 'step' }>, called: Expression): readonly string[] {
  const before = `    ${givenBefore(step)}await step(${stringLiteral(step.name)}, () =>`;
  const flat = printExpression(called, { column: 0, indent: 6, after: 2 });
  if (!flat.includes('\n') && before.length + 1 + flat.length + 2 <= PRINT_WIDTH) {
    return [`${before} ${flat});`];
  }

  return [
    before,
    `      ${printExpression(called, { column: 6, indent: 6, after: 1 })},`,
    '    );',
  ];
}

function givenBefore({ gives }: Extract<Part, { kind: 'step' }>): string {
  const [first] = gives;
  if (first === undefined) return '';
  const names = gives.map(({ name }) => name).join(', ');

  return gives.length === 1 ? `const ${first.name} = ` : `const { ${names} } = `;
}

function functionLines(
  model: JourneyModel,
  step: Extract<Part, { kind: 'step' }>,
  about: { readonly name: string; readonly variables: readonly Variable[] },
): readonly string[] {
  const used = namesOf(step);
  const context = CONTEXT.filter((name) => used.includes(name)).join(', ');
  const type = model.kind === 'api' ? 'ApiJourneyContext' : 'BrowserJourneyContext';
  const variables = usedVariables(step, about.variables);
  const params = [`{ ${context} }: ${type}`];
  if (variables.length > 0) {
    const names = variables.map(({ name }) => name).join(', ');
    const types = variables.map((each) => `readonly ${each.name}: ${each.type}`).join('; ');
    params.push(`{ ${names} }: { ${types} }`);
  }
  const head = `async function ${about.name}(${params.join(', ')}): Promise<${givenType(step)}> {`;

  return [
    ...functionHead(head, about.name, { params, variables, step }),
    ...stepLines(step, 2),
    '}',
  ];
}

function functionHead(
  head: string,
  name: string,
  about: {
    readonly params: readonly string[];
    readonly variables: readonly Variable[];
    readonly step: Extract<Part, { kind: 'step' }>;
  },
): readonly string[] {
  if (head.length <= PRINT_WIDTH) return [head];
  const params = about.params.map((param) => `  ${param},`);

  return [`async function ${name}(`, ...params, `): Promise<${givenType(about.step)}> {`];
}

function givenType({ gives }: Extract<Part, { kind: 'step' }>): string {
  if (gives.length === 0) return 'void';
  if (gives.length === 1) return gives[0]?.type ?? 'void';

  return `{ ${gives.map(({ name, type }) => `${name}: ${type}`).join('; ')} }`;
}

function usedObject(part: Part, variables: readonly Variable[]): readonly Expression[] {
  const used = usedVariables(part, variables);
  if (used.length === 0) return [];

  return [object(used.map(({ name }) => [name, reference(name)] as const))];
}

function usedVariables(part: Part, variables: readonly Variable[]): readonly Variable[] {
  const names = namesOf(part);

  return variables.filter(({ name }) => names.includes(name));
}

function variablesOf(parts: readonly Part[]): readonly Variable[] {
  return parts.flatMap((part): readonly Variable[] =>
    part.kind === 'constant' ? [part.variable] : part.gives,
  );
}

function namesOf(part: Part): readonly string[] {
  if (part.kind === 'constant') return namesIn(part.value);
  const own = part.statements.flatMap((each) =>
    each.kind === 'code' ? namesIn(each.expression) : [],
  );

  return [...own, ...part.gives.flatMap(({ value }) => namesIn(value))];
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
    const open = `${spaces(indent)}${givenBefore(part)}await step(${stringLiteral(part.name)}, async () => {`;

    return [...between, open, ...stepLines(part, indent + 2), `${spaces(indent)}});`];
  });
}

function constantLines(
  { variable, value }: Extract<Part, { kind: 'constant' }>,
  indent: number,
): readonly string[] {
  const before = `${spaces(indent)}const ${variable.name} = `;
  const code = printExpression(value, { column: before.length, indent, after: 1 });

  return `${before}${code};`.split('\n');
}

function stepLines(step: Extract<Part, { kind: 'step' }>, indent: number): readonly string[] {
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
function commentLines(words: string, indent: number): readonly string[] {
  const before = `${spaces(indent)}// `;
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && before.length + longer.length > PRINT_WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }

  return [...lines, line].map((each) => `${before}${each}`);
}

/** A number, as code. */
export function numeral(value: number): Expression {
  return literal(String(value));
}
