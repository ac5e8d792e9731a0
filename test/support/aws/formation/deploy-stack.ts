import type { AwsAccount } from './account.ts';
import { OperationRefused, ResourceFailure } from './failures.ts';
import { type Fields, sameJson } from './json.ts';
import { Operation, type OperationOptions } from './operation.ts';
import { cleanUp, rollBackCreation, rollBackUpdate } from './rollback.ts';
import { applyTemplate, checkTemplate } from './stack-apply.ts';
import { parameterValues, scopeOf } from './stack-scope.ts';
import type { StackEvent, StackInput, StackPlace, StackState, StackStatus } from './stack-state.ts';
import { readTemplate } from './template.ts';

/** A template for a stack, which is created where it does not exist. */
export interface DeployRequest extends StackPlace, OperationOptions {
  /** JSON. */
  readonly template: string;
  readonly parameters?: Fields;
  readonly tags?: Readonly<Record<string, string>>;
  /** Import what exists, belongs to no stack, is named in the template and retained. */
  readonly importExisting?: boolean;
  /** Leave a failed operation as it is. */
  readonly disableRollback?: boolean;
}

/** How an operation ended. `refused`: CloudFormation did not begin it. */
export interface StackResult {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'deleted' | 'failed' | 'refused';
  /** Null: there is no such stack. */
  readonly status: StackStatus | null;
  /** Null: nothing failed. */
  readonly reason: string | null;
  readonly events: readonly StackEvent[];
}

const UPDATABLE: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
];
const PAUSED: readonly StackStatus[] = ['CREATE_FAILED', 'UPDATE_FAILED'];

/** Creates or updates a stack as one operation of CloudFormation. Throws only `Unmodelled`. */
export function deployStack(account: AwsAccount, request: DeployRequest): StackResult {
  const existing = account.stack(request);
  const op = new Operation(account, request);
  try {
    assertUpdatable(existing, request);
    const input = inputOf(account, request);
    if (existing !== null && isUnchanged(existing, input)) return ended(op, existing, 'unchanged');
    const stack = existing ?? account.addStack(request, null);
    try {
      checkTemplate(stack, input, scopeOf(account, stack, input));
    } catch (error) {
      if (existing === null) account.removeStack(stack);
      throw error;
    }
    return operate(op, stack, { request, input, isNew: existing === null });
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    const status = existing?.status ?? null;
    return { outcome: 'refused', status, reason: error.message, events: op.events };
  }
}

function assertUpdatable(existing: StackState | null, request: DeployRequest): void {
  const { name, disableRollback = false } = request;
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) {
    throw new OperationRefused(`1 validation error detected: Value '${name}' at 'stackName'`);
  }
  if (existing === null) return;
  const { status, parent } = existing;
  if (parent !== null) throw new OperationRefused(`Stack ${name} is nested in ${parent}`);
  const mayContinue = disableRollback && PAUSED.includes(status);
  if (UPDATABLE.includes(status) || mayContinue) return;
  throw new OperationRefused(`Stack:${name} is in ${status} state and can not be updated.`);
}

/** Tags of a stack: at most 50. */
const MAX_TAGS = 50;

function inputOf(account: AwsAccount, request: DeployRequest): StackInput {
  const { template: text, parameters: given = {}, tags = {}, region } = request;
  const template = readTemplate(text);
  if (Object.keys(tags).length > MAX_TAGS) throw new OperationRefused('more than 50 tags');

  return { template, parameters: parameterValues(template, given, { account, region }), tags };
}

function isUnchanged({ input, status }: StackState, next: StackInput): boolean {
  if (input === null || PAUSED.includes(status)) return false;

  return sameJson(plain(input), plain(next));
}

function plain(input: StackInput): Fields {
  const value: Fields = JSON.parse(JSON.stringify(input));

  return value;
}

/** What an operation works with. */
interface Work {
  readonly request: DeployRequest;
  readonly input: StackInput;
  readonly isNew: boolean;
}

function operate(op: Operation, stack: StackState, work: Work): StackResult {
  const { input, request, isNew } = work;
  const importsExisting = request.importExisting ?? false;
  stack.status = isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
  try {
    applyTemplate(op, stack, { input, importsExisting });
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    return failed(op, stack, { ...work, reason: error.message });
  }
  cleanUp(op);
  stack.status = isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';

  return ended(op, stack, isNew ? 'created' : 'updated');
}

function failed(
  op: Operation,
  stack: StackState,
  { request, input, isNew, reason }: Work & { readonly reason: string },
): StackResult {
  op.leaving.length = 0;
  if (request.disableRollback ?? false) {
    stack.status = isNew ? 'CREATE_FAILED' : 'UPDATE_FAILED';
    // The order of a later deletion follows the template that was attempted.
    stack.input ??= input;
  } else if (isNew) {
    stack.input ??= input;
    stack.status = rollBackCreation(op) ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
  } else {
    goBack(op, stack, []);
  }

  return { outcome: 'failed', status: stack.status, reason, events: op.events };
}

function goBack(op: Operation, stack: StackState, skip: readonly string[]): void {
  const isBack = rollBackUpdate(op, skip);
  stack.status = isBack ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_FAILED';
  stack.resume = isBack ? null : (others) => goBack(op, stack, others);
}

/**
 * Goes on with an update's rollback that failed; resources can be skipped by logical id.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
 */
export function continueRollback(
  account: AwsAccount,
  place: StackPlace & { readonly skip?: readonly string[] },
): StackStatus {
  const stack = account.stack(place);
  if (stack === null || stack.resume === null) {
    throw new RangeError(`Cannot continue a rollback of ${place.name}: there is none`);
  }
  stack.resume(place.skip ?? []);

  return stack.status;
}

function ended(op: Operation, stack: StackState, outcome: StackResult['outcome']): StackResult {
  return { outcome, status: stack.status, reason: null, events: op.events };
}
