import type { AwsAccount } from './account.ts';
import type { StackResult } from './deploy-stack.ts';
import { ResourceFailure } from './failures.ts';
import { Operation, type OperationOptions } from './operation.ts';
import { assertUnused } from './outputs.ts';
import { removeAll } from './stack-removal.ts';
import type { StackPlace } from './stack-state.ts';

/** A stack to delete. */
export interface DeleteRequest extends StackPlace, OperationOptions {
  /** Logical ids to leave behind; only after a deletion that failed. */
  readonly retain?: readonly string[];
}

/** Deletes a stack; what its policies retain stays without an owner. */
export function deleteStack(account: AwsAccount, request: DeleteRequest): StackResult {
  const stack = account.stack(request);
  const op = new Operation(account, request);
  if (stack === null) return { outcome: 'deleted', status: null, reason: null, events: [] };
  const { retain = [] } = request;
  if (retain.length > 0 && stack.status !== 'DELETE_FAILED') {
    const reason = 'Invalid operation on stack: resources to retain only in DELETE_FAILED';
    return { outcome: 'refused', status: stack.status, reason, events: [] };
  }
  const reason = usedExport(account, request);
  if (reason !== null) return { outcome: 'refused', status: stack.status, reason, events: [] };
  if (removeAll(op, stack, retain)) {
    account.removeStack(stack);
    return { outcome: 'deleted', status: null, reason: null, events: op.events };
  }
  stack.status = 'DELETE_FAILED';
  const failure = op.events.find(({ status }) => status === 'DELETE_FAILED');

  return {
    outcome: 'failed',
    status: stack.status,
    reason: failure?.reason ?? null,
    events: op.events,
  };
}

function usedExport(account: AwsAccount, place: StackPlace): string | null {
  try {
    for (const name of Object.keys(account.stack(place)?.exports ?? {})) {
      assertUnused(account, place.region, name);
    }
    return null;
  } catch (error) {
    if (error instanceof ResourceFailure) return error.message;
    throw error;
  }
}
