import type { JourneyPlan } from '../journey/plan.ts';
import { stackName } from './names.ts';

/** Tag key whose value is the stage; on every stack and resource of a stage. */
export const STAGE_TAG = 'waywiser:stage';

/** Name of the output of each stack with the version of Waywiser that deployed it. */
export const VERSION_OUTPUT = 'WaywiserVersion';

/**
 * Number of stacks that hold a stage's alarms. CloudFormation accepts 2,500 resources in one operation on a stack
 * with everything nested in it, and 1,000 journeys have more alarms than that.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const ALARM_STACKS = 4;

/** Name and region of a stack that is not nested in another one. */
export interface StagePlace {
  readonly name: string;
  readonly region: string;
}

/** A stack as CloudFormation describes it. */
export interface DeployedStack extends StagePlace {
  /** ARN; it also finds the stack after its deletion. */
  readonly id: string;
  /** Such as `UPDATE_COMPLETE`. */
  readonly status: string;
}

/** The stacks that a stage has: of the home region, of each region that a journey runs in, of the alarms. */
export function stageStacks(
  { stage, home }: { readonly stage: string; readonly home: string },
  plans: readonly Pick<JourneyPlan, 'regions'>[],
): readonly StagePlace[] {
  const regions = [...new Set(plans.flatMap((plan) => plan.regions))].toSorted();
  const numbers = Array.from({ length: ALARM_STACKS }, (_, number) => number);

  return [
    { name: stackName(stage, 'home'), region: home },
    ...regions.map((region) => ({ name: stackName(stage, region), region })),
    ...numbers.map((number) => ({ name: stackName(stage, `alarms-${number}`), region: home })),
  ];
}

/** The deployed stacks of a stage that its project does not have any more. */
export function orphanedStacks(
  deployed: readonly DeployedStack[],
  expected: readonly StagePlace[],
): readonly DeployedStack[] {
  const known = new Set(expected.map(({ name, region }) => `${region}/${name}`));

  return deployed.filter(({ name, region }) => !known.has(`${region}/${name}`));
}

/**
 * The stacks in groups that are deleted one after the other: alarms first, because they would report that
 * metrics end; then the regions; the home region last, because recorders write to its table.
 */
export function deletionOrder(
  stage: string,
  stacks: readonly DeployedStack[],
): readonly (readonly DeployedStack[])[] {
  const home = stackName(stage, 'home');
  const prefix = stackName(stage, 'alarms-');
  const alarms = stacks.filter(({ name }) => name.startsWith(prefix));
  const regions = stacks.filter(({ name }) => name !== home && !name.startsWith(prefix));
  const homes = stacks.filter(({ name }) => name === home);

  return [alarms, regions, homes].filter((group) => group.length > 0);
}
