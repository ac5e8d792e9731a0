import { generatedName, nameOf } from './account.ts';
import { fields } from './checks.ts';
import { ResourceFailure } from './failures.ts';
import type { Fields } from './json.ts';
import { kindOf } from './kinds/all.ts';
import type { Operation } from './operation.ts';
import type { Part } from './stack-apply.ts';
import type { StackMember, StackState } from './stack-state.ts';
import type { PhysicalResource } from './world.ts';

/** A part whose references are replaced. */
export interface ResolvedPart extends Part {
  readonly properties: Fields;
}

/** A part and the resource that it changes. */
export interface ChangedPart {
  readonly part: ResolvedPart;
  readonly before: StackMember;
}

/** Creates the resource of a part, or imports the one that exists where the operation may. */
export function createResource(op: Operation, stack: StackState, part: ResolvedPart): void {
  const existing = adoptable(op, stack, part);
  if (existing !== null) {
    importResource(op, stack, { part, existing });
    return;
  }
  const member = made(op, stack, part);
  op.done.push({ kind: 'created', stack, member });
  stack.members.set(part.id, member);
}

/** Creates the new resource before the old one goes, so a name that stays is taken. */
export function replaceResource(
  op: Operation,
  stack: StackState,
  { part, before }: ChangedPart,
): void {
  const after = made(op, stack, part);
  op.done.push({ kind: 'replaced', stack, before, after });
  op.leaving.push({ stack, member: before, rule: part.definition.updateReplacePolicy });
  stack.members.set(part.id, after);
}

/** Changes a resource in place. A failed change is undone as well, as CloudFormation does. */
export function updateResource(
  op: Operation,
  stack: StackState,
  { part, before }: ChangedPart,
): void {
  const { id: logicalId, definition, properties } = part;
  op.done.push({ kind: 'updated', stack, before });
  op.perform(stack, { logicalId, type: definition.type, action: 'update' }, () => {
    applyProperties(op, before, properties);
  });
  stack.members.set(logicalId, { ...before, definition, properties });
}

/** Gives a resource other properties; AWS judges them as it does for a new one. */
export function applyProperties(op: Operation, member: StackMember, properties: Fields): void {
  const { resourceId, definition } = member;
  const id = resourceId ?? '';
  const { name, region, properties: previous } = op.account.known(id);
  if (!op.account.exists(id)) throw new ResourceFailure(`${definition.type} ${name} was not found`);
  judge(op, definition.type, { properties, previous, name, region });
  op.account.change(id, { properties });
}

function made(op: Operation, stack: StackState, part: ResolvedPart): StackMember {
  const { id: logicalId, definition, properties } = part;
  const { type } = definition;
  const { region } = stack;
  const owner = { stack: stack.name, logicalId };

  return op.perform(stack, { logicalId, type, action: 'create' }, () => {
    const id = op.account.nextId();
    fields(kindOf(type).properties)(properties, logicalId);
    const name = nameOf(type, properties, generatedName(owner, id));
    if (op.account.holder(type, region, name) !== null) {
      throw new ResourceFailure(
        `Resource of type '${type}' with identifier '${name}' already exists.`,
      );
    }
    judge(op, type, { properties, previous: null, name, region });
    op.account.make({ type, region, properties, owner }, id);

    return { logicalId, definition, properties, resourceId: id, nested: null };
  });
}

function judge(
  { account }: Operation,
  type: string,
  attempt: {
    readonly properties: Fields;
    readonly previous: Fields | null;
    readonly name: string;
    readonly region: string;
  },
): void {
  const kind = kindOf(type);
  fields(kind.properties)(attempt.properties, attempt.name);
  kind.validate?.({ ...attempt, world: account });
}

/**
 * The resource that an operation imports instead of creating it: its name is written in the template,
 * it is retained, and it belongs to no stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
function adoptable(op: Operation, stack: StackState, part: ResolvedPart): PhysicalResource | null {
  const { definition, importsExisting } = part;
  const { nameProperty, isImportable = false } = kindOf(definition.type);
  if (!importsExisting || !isImportable || nameProperty === null) return null;
  const name = definition.properties[nameProperty];
  if (typeof name !== 'string' || definition.deletionPolicy === 'Delete') return null;
  const existing = op.account.holder(definition.type, stack.region, name);

  return existing?.owner === null && existing.region === stack.region ? existing : null;
}

/** An import changes nothing in the resource: it may differ from the template until an update. */
function importResource(
  op: Operation,
  stack: StackState,
  { part, existing }: { readonly part: ResolvedPart; readonly existing: PhysicalResource },
): void {
  const { id: logicalId, definition, properties } = part;
  const owner = { stack: stack.name, logicalId };
  const member = { logicalId, definition, properties, resourceId: existing.id, nested: null };
  op.perform(stack, { logicalId, type: definition.type, action: 'import' }, () => {
    op.account.change(existing.id, { owner });
  });
  op.done.push({ kind: 'imported', stack, member });
  stack.members.set(logicalId, member);
}
