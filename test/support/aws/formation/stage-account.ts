import {
  type DeployedStack,
  STAGE_TAG,
  type StagePlace,
} from '../../../../lib/core/deploy/stage-stacks.ts';
import type { Deletion, StageAccount } from '../../../../lib/core/deploy/stack-port.ts';
import type { AwsAccount } from './account.ts';
import { deleteStack } from './delete-stack.ts';
import type { StackState } from './stack-state.ts';

/** The stacks of a stage in all regions, found by their tag, in the order of their creation. */
export function stacksOfStage(account: AwsAccount, stage: string): readonly StackState[] {
  return account.stacks().filter(({ input }) => input?.tags[STAGE_TAG] === stage);
}

/** The port with which `waywiser prune` and `waywiser destroy` find and delete, on a model. */
export function modelStageAccount(account: AwsAccount): StageAccount {
  return {
    find: async (stage, region) => ({
      kind: 'stacks',
      stacks: stacksOfStage(account, stage)
        .filter((each) => each.region === region)
        .map(deployed),
    }),
    deleteStack: async ({ name, region }) => removed(account, { name, region }),
    deleteTable: async (table) => removedByHand(account, 'AWS::DynamoDB::Table', table),
    deleteBucket: async (bucket) => removedByHand(account, 'AWS::S3::Bucket', bucket),
    close: () => undefined,
  };
}

/** The stacks of a stage as `waywiser` finds them. */
export function deployedStacks(account: AwsAccount, stage: string): readonly DeployedStack[] {
  return stacksOfStage(account, stage).map(deployed);
}

function deployed({ name, region, id, status }: StackState): DeployedStack {
  return { name, region, id, status };
}

function removed(account: AwsAccount, place: StagePlace): Deletion {
  const { outcome, reason } = deleteStack(account, place);

  return outcome === 'deleted'
    ? { kind: 'deleted' }
    : { kind: 'failed', reason: reason ?? 'it was refused' };
}

/** What the commands do: unprotect or empty it, then delete it. */
function removedByHand(account: AwsAccount, type: string, { name, region }: StagePlace): Deletion {
  const resource = account.find(type, region, name);
  if (resource === null) return { kind: 'absent' };
  account.remove(resource);

  return { kind: 'deleted' };
}
