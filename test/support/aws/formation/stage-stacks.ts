import { STAGE_TAG } from '../../../../lib/core/deploy/stage-stacks.ts';
import type { AwsAccount } from './account.ts';
import { deleteStack } from './delete-stack.ts';
import type { StackResult } from './deploy-stack.ts';
import type { OperationOptions } from './operation.ts';
import type { StackState } from './stack-state.ts';

/** The stacks of a stage in all regions, found by their tag. */
export function stacksOfStage(account: AwsAccount, stage: string): readonly StackState[] {
  return account.stacks().filter(({ input }) => input?.tags[STAGE_TAG] === stage);
}

/** The stacks of a stage that an app no longer has. */
export function staleStacks(
  account: AwsAccount,
  stage: string,
  app: readonly string[],
): readonly StackState[] {
  return stacksOfStage(account, stage).filter(({ name }) => !app.includes(name));
}

/** Deletes the stacks of a stage that an app no longer has, the youngest first. */
export function pruneStage(
  account: AwsAccount,
  stage: string,
  { app, ...options }: OperationOptions & { readonly app: readonly string[] },
): readonly StackResult[] {
  return staleStacks(account, stage, app)
    .toReversed()
    .map(({ name, region }) => deleteStack(account, { name, region, ...options }));
}
