import { call, type Expression, object, reference } from './expression.ts';
import type { JourneyModel, Part, Variable } from './journey-model.ts';
import { stringLiteral, widthOf } from './literals.ts';
import { functionNames } from './names.ts';
import { constantLines, givenBefore, namesOf, type StepPart, stepLines } from './part-lines.ts';
import { PRINT_WIDTH, printExpression } from './print-expression.ts';

/** What a journey's function gets, in the order in which it is written. */
export const CONTEXT: readonly string[] = [
  'page',
  'context',
  'http',
  'step',
  'secret',
  'env',
  'log',
];
/** What several requests share is typed by a name: spelled out it would fill a line. */
const HEADERS_TYPE = 'RequestHeaders';

/** A long journey: its body reads like a table of contents, and what each step does stands below. */
export interface SplitJourney {
  readonly types: readonly string[];
  readonly body: readonly string[];
  readonly functions: readonly string[];
}

/** Makes a function of each step. */
export function splitJourney(model: JourneyModel): SplitJourney {
  const steps = stepsOf(model.parts);
  const variables = variablesOf(model.parts);
  const names = functionNames(
    steps.map(({ name }) => name),
    variables.map(({ name }) => name),
  );
  const body = model.parts.flatMap((part) => {
    if (part.kind === 'constant') return constantLines(part, 4);
    const args = [reference('context'), ...usedObject(part, variables)];

    return callLines(part, call(names[steps.indexOf(part)] ?? '', ...args));
  });
  const needsSecret = model.parts.some(
    (part) => part.kind === 'constant' && namesOf(part).includes('secret'),
  );
  const hasHeaders = variables.some(({ name }) => name === 'headers');

  return {
    types: hasHeaders ? [`type ${HEADERS_TYPE} = Readonly<Record<string, string>>;`, ''] : [],
    body: [`    const { ${needsSecret ? 'step, secret' : 'step'} } = context;`, '', ...body],
    functions: steps.flatMap((step, at) => [
      '',
      ...functionLines(step, { model, name: names[at] ?? '', variables }),
    ]),
  };
}

function stepsOf(parts: readonly Part[]): readonly StepPart[] {
  return parts.filter((part) => part.kind === 'step');
}

function variablesOf(parts: readonly Part[]): readonly Variable[] {
  return parts.flatMap((part): readonly Variable[] =>
    part.kind === 'constant' ? [part.variable] : part.gives,
  );
}

function callLines(step: StepPart, called: Expression): readonly string[] {
  const open = `    ${givenBefore(step)}await step(`;
  const before = `${open}${stringLiteral(step.name)}, () =>`;
  const flat = printExpression(called, { column: 0, indent: 6, after: 2 });
  const isFlat = !flat.includes('\n') && widthOf(before) + flat.length + 3 <= PRINT_WIDTH;
  if (isFlat) return [`${before} ${flat});`];
  if (widthOf(before) <= PRINT_WIDTH) {
    const code = printExpression(called, { column: 6, indent: 6, after: 1 });

    return [before, `      ${code},`, '    );'];
  }
  const code = printExpression(called, { column: 12, indent: 6, after: 1 });

  return [open, `      ${stringLiteral(step.name)},`, `      () => ${code},`, '    );'];
}

function functionLines(
  step: StepPart,
  about: {
    readonly model: JourneyModel;
    readonly name: string;
    readonly variables: readonly Variable[];
  },
): readonly string[] {
  const used = namesOf(step);
  const context = CONTEXT.filter((name) => used.includes(name));
  const type = about.model.kind === 'api' ? 'ApiJourneyContext' : 'BrowserJourneyContext';
  const variables = usedVariables(step, about.variables);
  const end = `): Promise<${givenType(step)}> {`;
  const params = { context, type, variables };

  return [...headLines(`async function ${about.name}(`, params, end), ...stepLines(step, 2), '}'];
}

interface Params {
  readonly context: readonly string[];
  readonly type: string;
  readonly variables: readonly Variable[];
}

/** A function's head, broken as the formatter breaks it. */
function headLines(start: string, params: Params, end: string): readonly string[] {
  const first = `{ ${params.context.join(', ')} }: ${params.type}`;
  const second = params.variables.length === 0 ? [] : [variablesParam(params.variables)];
  const flat = `${start}${[first, ...second].join(', ')}${end}`;
  if (flat.length <= PRINT_WIDTH) return [flat];
  if (second.length > 0) {
    return [start, `  ${first},`, ...secondLines(params.variables), ...lastLines(end)];
  }
  const typed = lastLines(flat);
  const last = `}: ${params.type}${end}`;
  if (last.length > PRINT_WIDTH && typed.length > 1 && (typed[0]?.length ?? 0) <= PRINT_WIDTH) {
    return typed;
  }
  const names = params.context.map((name) => `  ${name},`);

  return [`${start}{`, ...names, ...lastLines(last)];
}

/** The end of a head; what is returned is broken where it is too long. */
function lastLines(end: string): readonly string[] {
  const [, before = '', fields] = /^(.*Promise<)\{ (.*) \}> \{$/.exec(end) ?? [];
  if (end.length <= PRINT_WIDTH || fields === undefined) return [end];

  return [`${before}{`, ...fields.split('; ').map((field) => `  ${field};`), '}> {'];
}

function variablesParam(variables: readonly Variable[]): string {
  return `{ ${variables.map(({ name }) => name).join(', ')} }: ${variablesType(variables)}`;
}

function variablesType(variables: readonly Variable[]): string {
  const types = variables.map(({ name, type }) => `readonly ${name}: ${typeName(type)}`);

  return `{ ${types.join('; ')} }`;
}

function typeName(type: Variable['type']): string {
  return type === 'string' || type === 'number' ? type : HEADERS_TYPE;
}

function secondLines(variables: readonly Variable[]): readonly string[] {
  const flat = `  ${variablesParam(variables)},`;
  if (flat.length <= PRINT_WIDTH) return [flat];
  const names = variables.map(({ name }) => `    ${name},`);
  const type = `  }: ${variablesType(variables)},`;
  if (type.length <= PRINT_WIDTH) return ['  {', ...names, type];
  const types = variables.map(({ name, type: each }) => `    readonly ${name}: ${typeName(each)};`);

  return ['  {', ...names, '  }: {', ...types, '  },'];
}

function givenType({ gives }: StepPart): string {
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
