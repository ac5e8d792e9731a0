import { ResourceFailure } from './failures.ts';
import type { Done, Operation } from './operation.ts';
import { applyProperties } from './resource-actions.ts';
import { release, removeMember } from './stack-removal.ts';
import type { StackMember, StackState } from './stack-state.ts';

type Updated = Extract<Done, { readonly kind: 'updated' }>;

/**
 * Undoes a failed update: applies the old properties again, which AWS judges again, then deletes what
 * was created. False: an old property was refused; then the stack stays as it is until
 * {@link resumeRollback}.
 */
export function rollBackUpdate(op: Operation, skip: readonly string[]): boolean {
  op.isRollback = true;
  const updates = op.done.filter((each): each is Updated => each.kind === 'updated');
  for (const each of updates) {
    if (!skip.includes(each.before.logicalId) && !applyAgain(op, each)) return false;
    each.stack.members.set(each.before.logicalId, each.before);
    op.done.splice(op.done.indexOf(each), 1);
  }
  for (const each of op.done.toReversed()) undo(op, each);
  op.done.length = 0;

  return true;
}

/** Undoes a failed creation. False: something could not be deleted. */
export function rollBackCreation(op: Operation): boolean {
  op.isRollback = true;
  const undone = op.done.toReversed().map((each) => undo(op, each));
  op.done.length = 0;

  return !undone.includes(false);
}

function applyAgain(op: Operation, { stack, before }: Updated): boolean {
  const { logicalId, definition, nested } = before;
  if (nested !== null) {
    nested.status = 'UPDATE_ROLLBACK_COMPLETE';
    return true;
  }
  try {
    op.perform(stack, { logicalId, type: definition.type, action: 'update' }, () => {
      applyProperties(op, before, before.properties);
    });
    return true;
  } catch (error) {
    if (error instanceof ResourceFailure) return false;
    throw error;
  }
}

function undo(op: Operation, done: Done): boolean {
  switch (done.kind) {
    case 'input':
      if (done.before.input !== null) Object.assign(done.stack, done.before);
      return true;
    case 'created':
      return undoCreation(op, done.stack, done.member);
    case 'imported':
      done.stack.members.delete(done.member.logicalId);
      release(op, done.stack, done.member);
      return true;
    case 'replaced':
      done.stack.members.set(done.before.logicalId, done.before);
      return removeUndone(op, done.stack, done.after);
    case 'updated':
      return true;
    default:
      throw new TypeError(`Cannot undo ${JSON.stringify(done satisfies never)}`);
  }
}

function undoCreation(op: Operation, stack: StackState, member: StackMember): boolean {
  const { nested, logicalId } = member;
  // The members of a nested stack are undone one by one, before it.
  const isGone = nested === null ? removeUndone(op, stack, member) : nested.members.size === 0;
  if (!isGone) {
    if (nested !== null) nested.status = 'DELETE_FAILED';
    return false;
  }
  if (nested !== null) op.account.removeStack(nested);
  stack.members.delete(logicalId);

  return true;
}

function removeUndone(op: Operation, stack: StackState, member: StackMember): boolean {
  const rule = member.definition.deletionPolicy;

  return removeMember(op, stack, { member, removal: { rule, isUndone: true } });
}

/**
 * The clean-up after a successful update: deletes what was replaced or has left the template. What
 * AWS refuses to delete stays behind without an owner; the stack counts as updated all the same.
 */
export function cleanUp(op: Operation): void {
  for (const { stack, member, rule } of op.leaving) {
    const isGone = removeMember(op, stack, { member, removal: { rule, isUndone: false } });
    if (!isGone) release(op, stack, member);
    if (stack.members.get(member.logicalId) === member) stack.members.delete(member.logicalId);
  }
  op.leaving.length = 0;
}
