import { Annotations, CfnOutput, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { audienceGap } from '../core/deploy/audience.ts';
import { regionsWithoutReserve } from '../core/deploy/concurrency.ts';
import { stackName } from '../core/deploy/names.ts';
import { STAGE_TAG, VERSION_OUTPUT } from '../core/deploy/stage-stacks.ts';
import { targetsOutOfReach } from '../core/deploy/targets-out-of-reach.ts';
import { describeAudienceGap } from '../report/format/describe-audience-gap.ts';
import { describeNoReserve } from '../report/format/describe-no-reserve.ts';
import { describeTargetOutOfReach } from '../report/format/describe-target-out-of-reach.ts';
import { type AlarmsStack, alarmsStacks } from './alarms/alarms-stack.ts';
import { type Deployment, regionsInUse } from './deployment.ts';
import { HomeStack } from './home/home-stack.ts';
import { RegionStack } from './region/region-stack.ts';
import { tagAll } from './tags.ts';

/** Every stack of a stage. */
export interface WaywiserStacks {
  readonly home: HomeStack;
  /** One for each region that a journey runs in. */
  readonly regions: readonly RegionStack[];
  readonly alarms: readonly AlarmsStack[];
}

/** Adds the stacks of a stage to an app, or to a stage of one. */
export function waywiserStacks(scope: Construct, deployment: Deployment): WaywiserStacks {
  const { config, journeys } = deployment;
  const home = new HomeStack(scope, stackName(config.stage, 'home'), {
    deployment,
    ...placeOf(deployment, config.home),
  });
  for (const target of targetsOutOfReach(home.plans)) {
    const text = describeTargetOutOfReach(target);
    Annotations.of(home).addWarningV2(`waywiser:unreachable:${target.origin}`, text);
  }
  const gap = audienceGap(config);
  if (gap !== null) {
    Annotations.of(home).addWarningV2(`waywiser:audience:${gap}`, describeAudienceGap(gap));
  }
  for (const lack of regionsWithoutReserve(allRegions(deployment), config)) {
    const text = describeNoReserve(lack);
    Annotations.of(home).addWarningV2(`waywiser:concurrency:${lack.region}`, text);
  }
  const regions = regionsInUse(journeys).map(
    (region) =>
      new RegionStack(scope, stackName(config.stage, region), {
        deployment,
        region,
        ...placeOf(deployment, region),
      }),
  );
  const alarms = alarmsStacks(scope, {
    stage: config.stage,
    runbookUrl: config.runbookUrl,
    journeys: home.plans,
    maintenance: config.maintenance,
    today: deployment.today,
    ...placeOf(deployment, config.home),
  });
  for (const stack of [...regions, ...alarms]) {
    // Recorders use the home table and alarms its notifier, both by name: CloudFormation needs the
    // dependency.
    stack.addStackDependency(home);
  }
  for (const stack of [home, ...regions, ...alarms]) {
    tagAll(stack, { ...config.tags, [STAGE_TAG]: config.stage });
    new CfnOutput(stack, VERSION_OUTPUT, {
      description: 'Version of Waywiser that deployed this stack',
      value: deployment.version,
    });
  }

  return { home, regions, alarms };
}

/** Also home, where the notifier is. */
function allRegions({ config, journeys }: Deployment): readonly string[] {
  return [...new Set([config.home, ...regionsInUse(journeys)])];
}

function placeOf({ account }: Deployment, region: string): Pick<StackProps, 'env'> {
  return { env: account === null ? { region } : { region, account } };
}
