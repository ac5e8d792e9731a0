import type { Fields } from './json.ts';
import type { ResourceDefinition, Template } from './template.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type StackStatus =
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'CREATE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED';

/** A resource or nested stack of a stack. */
export interface StackMember {
  readonly logicalId: string;
  readonly definition: ResourceDefinition;
  /** The template's properties with all references replaced. */
  readonly properties: Fields;
  /** Id of the resource in the account; null for a nested stack. */
  readonly resourceId: string | null;
  readonly nested: StackState | null;
}

/** What an operation gives a stack. */
export interface StackInput {
  readonly template: Template;
  /** Values of the parameters, defaults included. */
  readonly parameters: Fields;
  readonly tags: Readonly<Record<string, string>>;
}

/** A stack. Operations write to it. */
export interface StackState {
  readonly name: string;
  readonly region: string;
  readonly id: string;
  /** The stack that this one is nested in; null: none. */
  readonly parent: string | null;
  status: StackStatus;
  /** Null until the first operation has succeeded or failed. */
  input: StackInput | null;
  readonly members: Map<string, StackMember>;
  outputs: Readonly<Record<string, string>>;
  /** Values by name of the export. */
  exports: Readonly<Record<string, string>>;
  imports: ReadonlySet<string>;
  /** Goes on with an interrupted rollback of an update; null: there is none. */
  resume: ((skip: readonly string[]) => void) | null;
}

/** Where a stack is. */
export interface StackPlace {
  readonly region: string;
  readonly name: string;
}

/** One line of a stack's events. */
export interface StackEvent {
  readonly atMs: number;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Such as `CREATE_COMPLETE`, `UPDATE_FAILED` or `DELETE_SKIPPED`. */
  readonly status: string;
  /** Null: nothing failed. */
  readonly reason: string | null;
}
