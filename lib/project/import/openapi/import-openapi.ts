import { notRepeatable, requestCall, sharedHeaders } from '../api-request.ts';
import { call, chained, type Expression, property, reference } from '../expression.ts';
import { type Imported, type ImportOptions, urlFrame } from '../imported.ts';
import { BLANK, type Part, plain } from '../journey-model.ts';
import { secretVault, withoutSecrets } from '../lift-secrets.ts';
import { requestName, journeyNameOf, kebabCase, stepNames } from '../names.ts';
import { ImportProblem, listOf, type Source, textField } from '../read-source.ts';
import { type ApiDocument, type Operation, operationsOf, readDocument } from './document.ts';
import { type Given, type OperationPlan, planOperations } from './plan.ts';
import { operationChecks, type OperationContext, operationRequest } from './write-operation.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** With more steps, a note recommends several journeys. */
const MANY_STEPS = 25;

/** Turns an OpenAPI document into an API journey with one step per operation. */
export function importOpenApi(source: Source, options: ImportOptions): Imported {
  const document = readDocument(source);
  const operations = chosen(operationsOf(document), options, source);
  const plan = planOperations(operations, document);
  if (plan.planned.length === 0) {
    throw new ImportProblem(
      `Cannot make a journey of ${source.label}: none of its operations can be called: ${plan.leftOut.join(', ')}`,
    );
  }
  const name = options.name ?? journeyNameOf(document.title) ?? 'api';
  const vault = secretVault(name);
  const { origin, prefix } = serverOf(document);
  const frame = urlFrame(origin, options.baseUrls);
  const context = { document, vault, prefix, token: plan.token };
  const parts = partsOf(plan, context);
  const left =
    plan.leftOut.length === 0 ? [] : [`Left out of the document: ${plan.leftOut.join(', ')}.`];
  const methods = plan.planned.map(({ operation }) => operation.method);
  const model = withoutSecrets(
    {
      kind: 'api',
      name,
      description: `The operations of ${document.title || 'an OpenAPI document'}.`,
      options: [...frame.options, ...notRepeatable(methods)],
      secrets: [],
      comments: left,
      parts,
    },
    vault,
  );

  return { model, secrets: vault.found, notes: [...left, ...sizeNote(plan)] };
}

function sizeNote({ planned }: OperationPlan): readonly string[] {
  if (planned.length <= MANY_STEPS) return [];

  return [
    `${planned.length} steps are too many for one journey. Split it: choose operations with --tag or --operation.`,
  ];
}

function chosen(
  operations: readonly Operation[],
  { operations: ids, tags }: ImportOptions,
  { label }: Source,
): readonly Operation[] {
  const names = operations.map(({ id, method, path }) => id ?? `${method} ${path}`);
  const unknown = ids.find((id) => !operations.some((each) => isCalled(each, id)));
  if (unknown !== undefined) {
    throw new ImportProblem(
      `Cannot find the operation "${unknown}" in ${label}; expected one of ${names.join(', ')}`,
    );
  }
  const known = new Set(operations.flatMap((each) => each.tags));
  const strange = tags.find((tag) => !known.has(tag));
  if (strange !== undefined) {
    throw new ImportProblem(
      `Cannot find the tag "${strange}" in ${label}; expected one of ${[...known].join(', ')}`,
    );
  }

  return operations
    .filter((each) => ids.length === 0 || ids.some((id) => isCalled(each, id)))
    .filter((each) => tags.length === 0 || tags.some((tag) => each.tags.includes(tag)));
}

function isCalled({ id, method, path }: Operation, wanted: string): boolean {
  return wanted === id || wanted === `${method} ${path}`;
}

/** The first server of the document, with its variables at their defaults. */
function serverOf({ root, resolve }: ApiDocument): {
  readonly origin: string | null;
  readonly prefix: string;
} {
  const [first] = listOf(root, 'servers');
  const variables = resolve(resolve(first)['variables']);
  const url = (textField(first, 'url') ?? '').replaceAll(
    /\{([^}]+)\}/g,
    (_, name: string) => textField(resolve(ownValue(variables, name)), 'default') ?? '',
  );
  const path = URL.canParse(url) ? new URL(url).pathname : url;

  return {
    origin: URL.canParse(url) ? new URL(url).origin : null,
    prefix: path.replace(/\/+$/, ''),
  };
}

function partsOf(plan: OperationPlan, context: OperationContext): readonly Part[] {
  const { planned } = plan;
  const names = stepNames(planned.map(({ operation }) => wordsOf(operation)));
  const requests = planned.map((each) => operationRequest(each, context));
  const { shared, constants } = sharedHeaders(requests);

  return planned.flatMap((each, index): readonly Part[] => {
    const request = shared[index];
    if (request === undefined) return [];
    const response = reference('response');
    const before = constants.filter((constant) => constant.before === index);

    return [
      ...before.map(({ part }) => part),
      {
        kind: 'step',
        name: names[index] ?? wordsOf(each.operation),
        statements: [
          { kind: 'code', before: 'const response = await ', expression: requestCall(request) },
          BLANK,
          ...operationChecks(each, response, context).map(plain),
        ],
        gives: plan.given
          .filter(({ from }) => from === each.operation)
          .map((given) => ({ name: given.name, type: given.type, value: valueOf(given) })),
      },
    ];
  });
}

function valueOf({ path, type }: Given): Expression {
  const json = chained(reference('response'), 'json');
  const value = path.reduce<Expression>((each, key) => property(each, key), json);

  return call(type === 'number' ? 'Number' : 'String', value);
}

/** A step's name: the operation's summary, else its id, else its method and path in words. */
function wordsOf({ summary, id, method, path }: Operation): string {
  const summed = summary?.trim().replace(/\.$/, '') ?? '';
  if (summed !== '') return /^[A-Z]{2}/.test(summed) ? summed : lowerFirst(summed);
  const words = kebabCase(id ?? '').replaceAll('-', ' ');

  return words === '' ? requestName(method, path) : words;
}

function lowerFirst(words: string): string {
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}
