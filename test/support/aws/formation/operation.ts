import type { AwsAccount } from './account.ts';
import { ResourceFailure } from './failures.ts';
import type { RemovalRule } from './template.ts';
import type { StackEvent, StackInput, StackMember, StackState } from './stack-state.ts';

/** What is done to a resource. */
export type Action = 'create' | 'update' | 'delete' | 'import';

/** One action on one resource, before it happens. */
export interface FaultPoint {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly action: Action;
  /** Number of the action within its operation, from 1; nested stacks are counted with their parent. */
  readonly number: number;
  readonly isRollback: boolean;
}

/** Decides whether an action fails, with the reason that AWS would give; null: it does not. */
export type Fault = (point: FaultPoint) => string | null;

/** One thing that a rollback undoes. */
export type Done =
  | { readonly kind: 'input'; readonly stack: StackState; readonly before: StackBefore }
  | { readonly kind: 'created'; readonly stack: StackState; readonly member: StackMember }
  | { readonly kind: 'imported'; readonly stack: StackState; readonly member: StackMember }
  | { readonly kind: 'updated'; readonly stack: StackState; readonly before: StackMember }
  | {
      readonly kind: 'replaced';
      readonly stack: StackState;
      readonly before: StackMember;
      readonly after: StackMember;
    };

/** What a stack had before an operation. */
export interface StackBefore {
  readonly input: StackInput | null;
  readonly outputs: StackState['outputs'];
  readonly exports: StackState['exports'];
  readonly imports: StackState['imports'];
}

/** A resource that the clean-up after a successful update deletes. */
export interface Leaving {
  readonly stack: StackState;
  readonly member: StackMember;
  readonly rule: RemovalRule;
}

/** Options of an operation. */
export interface OperationOptions {
  readonly fault?: Fault;
  /** How long each action takes, in milliseconds. Default: a second. */
  readonly actionMs?: number;
}

const ACTION_MS = 1_000;
const VERBS = { create: 'CREATE', update: 'UPDATE', delete: 'DELETE', import: 'IMPORT' } as const;

/** One operation on a stack and all stacks nested in it. */
export class Operation {
  readonly account: AwsAccount;
  readonly events: StackEvent[] = [];
  readonly done: Done[] = [];
  readonly leaving: Leaving[] = [];
  isRollback = false;
  readonly #fault: Fault;
  readonly #actionMs: number;
  #count = 0;

  constructor(account: AwsAccount, { fault = never, actionMs = ACTION_MS }: OperationOptions) {
    this.account = account;
    this.#fault = fault;
    this.#actionMs = actionMs;
  }

  /** Does one action and records how it ended. */
  perform<T>(stack: StackState, part: ActionPart, action: () => T): T {
    this.#count += 1;
    this.account.moveTo(this.account.nowMs + this.#actionMs);
    const verb = VERBS[part.action];
    try {
      this.#failOnPurpose(stack, part);
      const result = action();
      this.record(stack, part, { status: `${verb}_COMPLETE`, reason: null });
      return result;
    } catch (error) {
      if (error instanceof ResourceFailure) {
        this.record(stack, part, { status: `${verb}_FAILED`, reason: error.message });
      }
      throw error;
    }
  }

  record(
    stack: StackState,
    { logicalId, type }: Pick<ActionPart, 'logicalId' | 'type'>,
    { status, reason }: Pick<StackEvent, 'status' | 'reason'>,
  ): void {
    const atMs = this.account.nowMs;
    this.events.push({ atMs, stack: stack.name, logicalId, type, status, reason });
  }

  #failOnPurpose(stack: StackState, { logicalId, type, action }: ActionPart): void {
    const { isRollback } = this;
    const point = { stack: stack.name, logicalId, type, action, number: this.#count, isRollback };
    const reason = this.#fault(point);
    if (reason !== null) throw new ResourceFailure(reason);
  }
}

/** One action on a resource of a stack. */
export interface ActionPart {
  readonly logicalId: string;
  readonly type: string;
  readonly action: Action;
}

function never(): null {
  return null;
}

/** A fault of the n-th action of an operation, from 1, whatever it is; not of its rollback. */
export function failNth(number: number): Fault {
  return (point) => (point.number === number && !point.isRollback ? `injected at ${number}` : null);
}

/** A fault of an action on the resources with a logical id. */
export function failOn(logicalId: string, action: Action): Fault {
  return (point) => (point.logicalId === logicalId && point.action === action ? 'injected' : null);
}
