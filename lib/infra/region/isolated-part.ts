import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { evidencePrefix, isolatedRunnerName } from '../../core/deploy/names.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import type { Deployment } from '../deployment.ts';
import { tagAll } from '../tags.ts';
import { Runner, type RunnerFrame } from './runner.ts';
import { senderParameter } from './sender-parameter.ts';
import { ownValue } from '../../core/base/own-value.ts';

/** Inputs of one nested stack of isolated runners. */
export interface IsolatedPartProps extends RunnerFrame {
  readonly region: string;
  readonly deployment: Deployment;
  readonly journeys: readonly RunnableJourney[];
  /** Name of the parameter for the roles of these runners. */
  readonly sendersName: string;
}

/** Number of nested stacks; it must never change, see `hashShard`. A runner has eight resources. */
export const ISOLATED_PARTS = 8;

/** Nested stack with isolated runners, one for each journey. */
export class IsolatedPart extends NestedStack {
  readonly runners: ReadonlyMap<string, Runner>;

  constructor(scope: Construct, id: string, props: IsolatedPartProps) {
    super(scope, id);
    this.runners = new Map(
      props.journeys.map((journey) => [journey.plan.name, isolatedRunner(this, journey, props)]),
    );
    senderParameter(this, props.sendersName, Object.fromEntries(this.runners));
  }
}

function isolatedRunner(
  scope: Construct,
  journey: RunnableJourney,
  props: IsolatedPartProps,
): Runner {
  const { plan } = journey;
  const { config, assets } = props.deployment;
  const { deploy, kind } = plan;
  const runner = new Runner(scope, `Of-${plan.name}`, {
    ...props,
    functionName: isolatedRunnerName(props.stage, plan.name),
    evidencePrefix: evidencePrefix({ journey: plan.name }),
    description: `Waywiser ${props.stage}: runs the journey ${plan.name}`,
    kind,
    plans: [plan],
    code: assets.runner(kind, [journey]),
    secretArns: assets.secretArns([journey]),
    memoryMb: deploy.memoryMb ?? config.memoryMb[kind],
    architecture: deploy.architecture ?? (kind === 'browser' ? 'x86_64' : 'arm64'),
    vpc: ownValue(deploy.vpc ?? {}, props.region) ?? null,
    chromium: kind === 'browser' ? props.chromium : null,
  });
  tagAll(runner, plan.tags);

  return runner;
}
