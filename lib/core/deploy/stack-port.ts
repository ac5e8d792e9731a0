import type { DeployedStack, StagePlace } from './stage-stacks.ts';

/** The stacks of a stage in one region, or why they are not known. */
export type FoundStacks =
  | { readonly kind: 'stacks'; readonly stacks: readonly DeployedStack[] }
  /** The region does not know the credentials: it is not enabled in the account, or they are invalid. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unread'; readonly reason: string };

/** How the deletion of something ended; `absent`: there was nothing to delete. */
export type Deletion =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Finds and deletes what a stage has in an account. */
export interface StageAccount {
  /** The stacks with the tag of a stage, without those that are nested in others. Never rejects. */
  find(stage: string, region: string): Promise<FoundStacks>;
  /** Deletes a stack and waits for the end. Never rejects. */
  deleteStack(stack: DeployedStack): Promise<Deletion>;
  /** Deletes a table with everything in it. Never rejects. */
  deleteTable(table: StagePlace): Promise<Deletion>;
  /** Deletes a bucket with everything in it. Never rejects. */
  deleteBucket(bucket: StagePlace): Promise<Deletion>;
  close(): void;
}

/** All stacks of a stage in the regions that were searched. */
export interface StackSearch {
  readonly stacks: readonly DeployedStack[];
  /** Regions whose stacks are not known. */
  readonly unread: readonly { readonly region: string; readonly reason: string }[];
}

/**
 * Combines the results of several regions. A region that rejects the credentials is not enabled in the account
 * and has no stacks, unless all reject them, or the home region does.
 */
export function combineSearch(
  found: readonly (readonly [region: string, FoundStacks])[],
  home: string,
): StackSearch {
  const isValid =
    found.some(([, { kind }]) => kind === 'stacks') &&
    !found.some(([region, { kind }]) => region === home && kind === 'rejected');

  return {
    stacks: found.flatMap(([, each]) => (each.kind === 'stacks' ? each.stacks : [])),
    unread: found.flatMap(([region, each]) =>
      each.kind === 'unread' || (each.kind === 'rejected' && !isValid)
        ? [{ region, reason: each.reason }]
        : [],
    ),
  };
}
