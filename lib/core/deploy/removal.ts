import { mapBounded } from '../base/map-bounded.ts';
import { evidenceBucketName, stackName, stageNames } from './names.ts';
import type { Deletion, StageAccount } from './stack-port.ts';
import { deletionOrder, type DeployedStack, type StagePlace } from './stage-stacks.ts';

/** A table or bucket that CloudFormation keeps when its stack is deleted. */
export interface KeptData extends StagePlace {
  readonly kind: 'table' | 'bucket';
}

/** Something that was to be deleted, and how that ended. `skipped`: an earlier deletion failed. */
export type Removal = (({ readonly kind: 'stack' } & StagePlace) | KeptData) & {
  readonly result: Deletion | { readonly kind: 'skipped' };
};

/** Stacks of a stage, all of one account. */
export interface RemovalRequest {
  readonly stage: string;
  readonly stacks: readonly DeployedStack[];
  /** Whether to delete the data that CloudFormation keeps, too. */
  readonly deleteData: boolean;
}

const CONCURRENCY = 8;
const ARN_ACCOUNT = /^arn:[\w-]+:cloudformation:[\w-]+:(\d{12}):/;

/**
 * The data that may stay when stacks are deleted: the table of the home region, and the evidence of every region.
 * A stage that was deployed with `keepData=false` keeps none.
 */
export function dataOf(stage: string, stacks: readonly DeployedStack[]): readonly KeptData[] {
  return stacks.flatMap(({ name, region, id }): readonly KeptData[] => {
    if (name === stackName(stage, 'home')) {
      return [{ kind: 'table', name: stageNames(stage).table, region }];
    }
    const account = ARN_ACCOUNT.exec(id)?.[1];
    if (name !== stackName(stage, region) || account === undefined) return [];

    return [{ kind: 'bucket', name: evidenceBucketName(stage, account, region), region }];
  });
}

/**
 * Deletes stacks group by group, see {@link deletionOrder}, then their data if that is requested. After a failure,
 * what would come later is skipped. `done` is called after each deletion.
 */
export async function removeStacks(
  { stage, stacks, deleteData }: RemovalRequest,
  account: StageAccount,
  done: (removal: Removal) => void,
): Promise<readonly Removal[]> {
  const removals: Removal[] = [];
  const groups: readonly (readonly Removable[])[] = [
    ...deletionOrder(stage, stacks).map((group) =>
      group.map((stack): Removable => ({
        what: { kind: 'stack', name: stack.name, region: stack.region },
        remove: async () => account.deleteStack(stack),
      })),
    ),
    deleteData ? dataOf(stage, stacks).map((data) => removableData(data, account)) : [],
  ];
  for (const group of groups) {
    const failed = removals.some(
      ({ result }) => result.kind === 'failed' || result.kind === 'skipped',
    );
    const results = await mapBounded(
      group,
      CONCURRENCY,
      async ({ what, remove }): Promise<Removal> => {
        const removal = {
          ...what,
          result: failed ? ({ kind: 'skipped' } as const) : await remove(),
        };
        done(removal);

        return removal;
      },
    );
    removals.push(...results);
  }

  return removals;
}

interface Removable {
  readonly what: KeptData | ({ readonly kind: 'stack' } & StagePlace);
  readonly remove: () => Promise<Deletion>;
}

function removableData(data: KeptData, account: StageAccount): Removable {
  return {
    what: data,
    remove: async () =>
      data.kind === 'table' ? account.deleteTable(data) : account.deleteBucket(data),
  };
}
