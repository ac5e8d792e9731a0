import type { CostEstimate } from '../../core/cost/estimate-cost.ts';
import type { StackChanges } from '../../core/deploy/cdk-diff.ts';
import type { DeployedStack } from '../../core/deploy/stage-stacks.ts';
import { stackCount, stackLines } from './describe-stacks.ts';
import { formatUsd } from './money.ts';

/** What is known before a deployment. */
export interface DeploymentFacts {
  readonly stage: string;
  readonly estimate: Pick<CostEstimate, 'usd'>;
  readonly changes: readonly StackChanges[];
  /** Deployed stacks that the project does not have any more. */
  readonly orphans: readonly DeployedStack[];
}

/** Changes by stack, the cost of a month, and stacks that a deployment leaves behind. */
export function deploymentLines({
  stage,
  estimate,
  changes,
  orphans,
}: DeploymentFacts): readonly string[] {
  const names = Math.max(0, ...changes.map(({ stack }) => stack.length));

  return [
    changes.length === 0 ? `Stage ${stage}: no changes.` : `Stage ${stage}, changes of resources:`,
    ...changes.map((each) => `  ${each.stack.padEnd(names)}  ${changesText(each)}`),
    `Cost of a month: about ${formatUsd(estimate.usd)} (waywiser cost explains it).`,
    ...(orphans.length === 0
      ? []
      : [
          `The project does not have ${stackCount(orphans.length)} of those that are deployed (waywiser prune deletes them):`,
          ...stackLines(orphans),
        ]),
  ];
}

function changesText({ added, changed, removed, replaced }: StackChanges): string {
  return [
    ...(added === 0 ? [] : [`${added} added`]),
    ...(changed === 0 ? [] : [`${changed} changed`]),
    ...(replaced === 0 ? [] : [`${replaced} of them replaced`]),
    ...(removed === 0 ? [] : [`${removed} removed`]),
  ].join(', ');
}
