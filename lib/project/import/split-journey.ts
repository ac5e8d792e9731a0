import { call, type Expression, object, reference } from './expression.ts';
import type { JourneyModel, Part, StepPart, Variable } from './journey-model.ts';
import { functionNames } from './names.ts';
import { assignment, constantLines, namesOf, stepLines } from './part-lines.ts';
import { printExpression, stringLiteral } from './print-code.ts';

/** Members of a journey's context, in the order in which they are written. */
export const CONTEXT: readonly string[] = [
  'page',
  'context',
  'http',
  'step',
  'secret',
  'env',
  'log',
];
/** Alias for the type of headers that several requests share. */
const HEADERS_TYPE = 'RequestHeaders';

/** A long journey as code: its body is a list of steps, and below it each step is a function. */
interface SplitJourney {
  readonly types: readonly string[];
  readonly body: readonly string[];
  readonly functions: readonly string[];
}

/** Makes each step a function of its own. */
export function splitJourney(model: JourneyModel): SplitJourney {
  const steps = model.parts.filter((part) => part.kind === 'step');
  const variables = variablesOf(model.parts);
  const names = functionNames(
    steps.map(({ name }) => name),
    variables.map(({ name }) => name),
  );
  const body = model.parts.flatMap((part) => {
    if (part.kind === 'constant') return constantLines(part);
    const args = [reference('context'), ...usedObject(part, variables)];

    return callLine(part, call(names[steps.indexOf(part)] ?? '', ...args)).split('\n');
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

function variablesOf(parts: readonly Part[]): readonly Variable[] {
  return parts.flatMap((part): readonly Variable[] =>
    part.kind === 'constant' ? [part.variable] : part.gives,
  );
}

function callLine(step: StepPart, called: Expression): string {
  const code = printExpression(called, 4);

  return `    ${assignment(step)}await step(${stringLiteral(step.name)}, () => ${code});`;
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
  const context = CONTEXT.filter((name) => used.includes(name)).join(', ');
  const type = about.model.kind === 'api' ? 'ApiJourneyContext' : 'BrowserJourneyContext';
  const first = `{ ${context} }: ${type}`;
  const variables = usedVariables(step, about.variables);
  const open = `async function ${about.name}(`;
  const close = `): Promise<${returnType(step)}> {`;
  const head =
    variables.length === 0
      ? [`${open}${first}${close}`]
      : [open, `  ${first},`, ...variablesParam(variables), close];

  return [...head, ...stepLines(step, 2), '}'];
}

/** The parameter with the values of earlier steps. */
function variablesParam(variables: readonly Variable[]): readonly string[] {
  const names = variables.map(({ name }) => name).join(', ');
  const types = variables.map(({ name, type }) => `    readonly ${name}: ${typeName(type)};`);

  return [`  { ${names} }: {`, ...types, '  },'];
}

function typeName(type: Variable['type']): string {
  return type === 'string' || type === 'number' ? type : HEADERS_TYPE;
}

function returnType({ gives }: StepPart): string {
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
