import { checkKeys, fields } from './checks.ts';
import { OperationRefused, ResourceFailure } from './failures.ts';
import { fieldsOf, sameJson, textOf } from './json.ts';
import { kindOf, NESTED_STACK } from './kinds/all.ts';
import type { Operation } from './operation.ts';
import { creationOrder } from './order.ts';
import { applyOutputs } from './outputs.ts';
import { createResource, replaceResource, updateResource } from './resource-actions.ts';
import { resolveFields } from './resolve.ts';
import { checkRules, isActive, parameterValues, scopeOf, type StackScope } from './stack-scope.ts';
import type { StackInput, StackMember, StackState } from './stack-state.ts';
import { readTemplate, type ResourceDefinition } from './template.ts';

/** One resource of a template that is applied. */
export interface Part {
  readonly id: string;
  readonly definition: ResourceDefinition;
  readonly scope: StackScope;
  readonly importsExisting: boolean;
}

/**
 * Applies a template to a stack: creates, updates and replaces in the order of dependencies. What has
 * left the template is put aside for the clean-up. Throws a `ResourceFailure` at the first resource
 * that fails.
 */
export function applyTemplate(
  op: Operation,
  stack: StackState,
  { input, importsExisting }: { readonly input: StackInput; readonly importsExisting: boolean },
): void {
  const { outputs, exports, imports } = stack;
  const scope = scopeOf(op.account, stack, input);
  const order = checkTemplate(stack, input, scope);
  op.done.push({ kind: 'input', stack, before: { input: stack.input, outputs, exports, imports } });
  leaveRest(op, stack, new Set(order));
  for (const id of order) {
    const definition = input.template.resources[id];
    if (definition !== undefined) applyPart(op, stack, { id, definition, scope, importsExisting });
  }
  applyOutputs(op.account, stack, { input, scope });
  stack.input = input;
}

/** Everything that CloudFormation refuses before it begins. Returns the order of creation. */
export function checkTemplate(
  stack: StackState,
  { template }: StackInput,
  scope: StackScope,
): readonly string[] {
  for (const [id, definition] of Object.entries(template.resources)) {
    if (definition.type === NESTED_STACK) continue;
    checkKeys(definition.properties, kindOf(definition.type).properties, id);
    const before = stack.members.get(id);
    if (before !== undefined && before.definition.type !== definition.type) {
      throw new OperationRefused(`Update of resource type is not permitted: ${id}`);
    }
  }
  checkRules(scope, template.rules);

  return creationOrder(template, (id) =>
    isActive(template.resources[id]?.condition ?? null, scope),
  );
}

function leaveRest(op: Operation, stack: StackState, staying: ReadonlySet<string>): void {
  const order = [...stack.members.keys()];
  const before = stack.input === null ? order : creationOrder(stack.input.template, () => true);
  for (const id of before.toReversed()) {
    const member = stack.members.get(id);
    if (member === undefined || staying.has(id)) continue;
    op.leaving.push({ stack, member, rule: member.definition.deletionPolicy });
  }
}

function applyPart(op: Operation, stack: StackState, part: Part): void {
  try {
    if (part.definition.type === NESTED_STACK) applyNested(op, stack, part);
    else applyResource(op, stack, part);
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    const { id: logicalId, definition } = part;
    const status = 'CREATE_FAILED';
    op.record(stack, { logicalId, type: definition.type }, { status, reason: error.message });
    throw new ResourceFailure(error.message);
  }
}

function applyResource(op: Operation, stack: StackState, part: Part): void {
  const { id, definition, scope } = part;
  const properties = resolveFields(definition.properties, scope);
  const before = stack.members.get(id);
  if (before === undefined) {
    createResource(op, stack, { ...part, properties });
    return;
  }
  if (sameJson(before.properties, properties)) {
    stack.members.set(id, { ...before, definition });
    return;
  }
  const isReplaced = kindOf(definition.type).replacedBy.some(
    (key) => !sameJson(before.properties[key], properties[key]),
  );
  if (isReplaced) replaceResource(op, stack, { part: { ...part, properties }, before });
  else updateResource(op, stack, { part: { ...part, properties }, before });
}

/** Nested stacks do not import what exists. */
function applyNested(op: Operation, stack: StackState, part: Part): void {
  const { id, definition, scope } = part;
  checkKeys(definition.properties, NESTED_PROPERTIES, id);
  const properties = resolveFields(definition.properties, scope);
  const before = stack.members.get(id);
  if (before !== undefined && sameJson(before.properties, properties)) {
    stack.members.set(id, { ...before, definition });
    return;
  }
  const template = readTemplate(op.account.templateAt(textOf(properties['TemplateURL'])));
  const place = { account: op.account, region: stack.region };
  const parameters = parameterValues(template, fieldsOf(properties['Parameters']), place);
  const input = { template, parameters, tags: stack.input?.tags ?? {} };
  const nested = before?.nested ?? addNested(op, stack, id);
  const member: StackMember = { logicalId: id, definition, properties, resourceId: null, nested };
  if (before === undefined) op.done.push({ kind: 'created', stack, member });
  else op.done.push({ kind: 'updated', stack, before });
  stack.members.set(id, member);
  applyTemplate(op, nested, { input, importsExisting: false });
  nested.status = before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
  const status = nested.status;
  op.record(stack, { logicalId: id, type: NESTED_STACK }, { status, reason: null });
}

function addNested(op: Operation, stack: StackState, id: string): StackState {
  const name = `${stack.name}-${id.slice(0, 32)}-${op.account.nextId()}`;

  return op.account.addStack({ region: stack.region, name }, stack.name);
}

const ANY = { check: fields({}), isRequired: false };
const NESTED_PROPERTIES = { TemplateURL: ANY, Parameters: ANY, Tags: ANY };
