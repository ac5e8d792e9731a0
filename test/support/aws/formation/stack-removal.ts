import { ResourceFailure } from './failures.ts';
import { kindOf } from './kinds/all.ts';
import type { Operation } from './operation.ts';
import { creationOrder, neededBy } from './order.ts';
import type { StackMember, StackState } from './stack-state.ts';
import type { RemovalRule } from './template.ts';

/** How a resource leaves its stack. */
export interface Removal {
  readonly rule: RemovalRule;
  /** Whether the operation that made the resource is rolled back. */
  readonly isUndone: boolean;
}

/**
 * Deletes a member, or leaves it behind. False: AWS refused; then it still exists, and nothing says
 * whether the stack still has it: the caller decides.
 */
export function removeMember(
  op: Operation,
  stack: StackState,
  { member, removal }: { readonly member: StackMember; readonly removal: Removal },
): boolean {
  const { nested, logicalId, definition } = member;
  if (nested !== null) return removeNested(op, nested);
  const part = { logicalId, type: definition.type };
  if (isKept(removal)) {
    release(op, stack, member);
    op.record(stack, part, { status: 'DELETE_SKIPPED', reason: null });
    return true;
  }
  try {
    op.perform(stack, { ...part, action: 'delete' }, () => deleteResource(op, member));
    return true;
  } catch (error) {
    if (error instanceof ResourceFailure) return false;
    throw error;
  }
}

function isKept({ rule, isUndone }: Removal): boolean {
  return rule === 'Retain' || (rule === 'RetainExceptOnCreate' && !isUndone);
}

/** Takes a resource out of its stack without deleting it. */
export function release(op: Operation, stack: StackState, member: StackMember): void {
  const { resourceId, logicalId } = member;
  if (resourceId === null || !op.account.exists(resourceId)) return;
  op.account.change(resourceId, { owner: null, leftBy: { stack: stack.name, logicalId } });
}

function deleteResource({ account }: Operation, { resourceId, definition }: StackMember): void {
  const id = resourceId ?? '';
  // What went with another resource, or by hand, counts as deleted.
  if (!account.exists(id)) return;
  const resource = account.known(id);
  const kind = kindOf(definition.type);
  kind.mayDelete?.(resource, account);
  account.remove(resource);
  kind.afterDelete?.(resource, account);
}

function removeNested(op: Operation, nested: StackState): boolean {
  const isWhole = removeAll(op, nested, []);
  if (isWhole) op.account.removeStack(nested);
  else nested.status = 'DELETE_FAILED';

  return isWhole;
}

/**
 * Deletes all members of a stack against the order of creation. What a failed one refers to is left.
 * False: something failed.
 */
export function removeAll(op: Operation, stack: StackState, retained: readonly string[]): boolean {
  let isWhole = true;
  for (const member of membersLastFirst(stack)) {
    const { logicalId, definition } = member;
    const rule = retained.includes(logicalId) ? 'Retain' : definition.deletionPolicy;
    const isNeeded = !isWhole && isStillUsed(stack, logicalId);
    if (!isNeeded && removeMember(op, stack, { member, removal: { rule, isUndone: false } })) {
      stack.members.delete(logicalId);
    } else {
      isWhole = false;
    }
  }

  return isWhole;
}

/** Whether a member that could not be deleted refers to another one. */
function isStillUsed({ input, members }: StackState, id: string): boolean {
  if (input === null) return false;

  return [...members.keys()].some(
    (user) => user !== id && neededBy(user, input.template).includes(id),
  );
}

function membersLastFirst(stack: StackState): readonly StackMember[] {
  const ids = [...stack.members.keys()];
  const order = stack.input === null ? ids : creationOrder(stack.input.template, () => true);
  const known = order.filter((id) => stack.members.has(id));
  const others = ids.filter((id) => !known.includes(id));

  return [...others, ...known.toReversed()].flatMap((id) => stack.members.get(id) ?? []);
}
