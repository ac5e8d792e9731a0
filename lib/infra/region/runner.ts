import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import {
  type Alias,
  CfnEventInvokeConfig,
  CfnFunction,
  type Code,
  type ILayerVersion,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WRAPPER_PATH, WRAPPER_VARIABLE } from '../../core/deploy/exec-wrapper.ts';
import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';
import { LIVE_ALIAS, stageNames } from '../../core/deploy/names.ts';
import type { JourneyPlan, VpcPlan } from '../../core/journey/plan.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { LAYER_CHROMIUM } from '../chromium-layer.ts';
import { allow, PlatformFunction } from '../platform-function.ts';
import type { EvidenceBucket } from './evidence-bucket.ts';
import type { RecordQueues } from './record-queues.ts';
import { eventAgeSeconds, functionSeconds } from './run-time.ts';
import { schedulerRole } from './scheduler-role.ts';
import { readSecrets, secretReasons } from './secret-statements.ts';

/** What all runners of a region share. */
export interface RunnerFrame {
  readonly stage: string;
  readonly queue: RecordQueues;
  readonly evidence: EvidenceBucket;
  /** Layer with the unpacked browser; null when no journey needs it or the code contains it. */
  readonly chromium: ILayerVersion | null;
}

/** Inputs of one runner. */
export interface RunnerProps extends RunnerFrame {
  readonly functionName: string;
  /** Prefix of the keys of its evidence, without a slash at its end. */
  readonly evidencePrefix: string;
  readonly description: string;
  readonly kind: JourneyKind;
  readonly plans: readonly JourneyPlan[];
  readonly code: Code;
  /** ARNs of the secrets that its journeys may read. */
  readonly secretArns: readonly string[];
  readonly memoryMb: number;
  readonly architecture: 'arm64' | 'x86_64';
  /** The author's network; null: none. */
  readonly vpc: VpcPlan | null;
}

/** A compressed browser is unpacked into `/tmp`, next to the data of pages. */
const DISK_MB = { unpacked: 512, compressed: 1_024 } as const;

const EVIDENCE_REASON =
  'Evidence is stored below the run id, which is not known at deployment; the prefix holds the evidence of this function only.';

/**
 * A function that runs journeys, with its alias `live` and the role with which schedules invoke it.
 * It opens untrusted pages, so its role is minimal: send to one queue, put objects below its own
 * prefix, read the secrets of its journeys, write its own log. Lambda never retries it; an event
 * that it could not run goes to the queue.
 */
export class Runner extends Construct {
  readonly function: PlatformFunction;
  readonly alias: Alias;
  /** May invoke the alias and send undelivered events to the queue. */
  readonly schedulerRole: Role;

  constructor(scope: Construct, id: string, props: RunnerProps) {
    super(scope, id);
    this.function = new PlatformFunction(this, 'Runner', {
      functionName: props.functionName,
      description: props.description,
      code: props.code,
      memoryMb: props.memoryMb,
      timeoutSeconds: functionSeconds(props.plans),
      architecture: props.architecture,
      environment: environmentOf(props),
      layers: props.chromium === null ? [] : [props.chromium],
      ...(props.kind === 'browser' ? { diskMb: diskOf(props) } : {}),
      may: statementsOf(this, props),
    });
    acknowledge(this.function.role, reasonsOf(props));
    placeInNetwork(this.function, props.vpc);
    this.alias = this.function.handler.addAlias(LIVE_ALIAS);
    this.neverRepeat(props);
    this.schedulerRole = schedulerRole(this, 'Schedules', {
      groupName: stageNames(props.stage).scheduleGroup,
      targetArn: this.alias.functionArn,
      deadLettersArn: props.queue.queue.queueArn,
    });
  }

  private neverRepeat(props: RunnerProps): void {
    const config = new CfnEventInvokeConfig(this, 'Events', {
      functionName: this.function.handler.functionName,
      qualifier: LIVE_ALIAS,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: eventAgeSeconds(props.plans),
      destinationConfig: { onFailure: { destination: props.queue.queue.queueArn } },
    });
    config.node.addDependency(this.alias);
  }
}

function environmentOf(props: RunnerProps): Record<string, string> {
  const { stage, queue, evidence, chromium, evidencePrefix } = props;

  return {
    [FUNCTION_ENV.stage]: stage,
    [FUNCTION_ENV.queueUrl]: queue.queue.queueUrl,
    [FUNCTION_ENV.evidenceBucket]: evidence.bucket.bucketName,
    [FUNCTION_ENV.evidencePrefix]: evidencePrefix,
    ...(chromium === null ? {} : { [FUNCTION_ENV.chromium]: LAYER_CHROMIUM }),
    // Archives made on Windows mark no file as executable, and Lambda would start no function.
    ...(process.platform === 'win32' ? {} : { [WRAPPER_VARIABLE]: WRAPPER_PATH }),
  };
}

function diskOf({ chromium }: RunnerProps): number {
  return chromium === null ? DISK_MB.compressed : DISK_MB.unpacked;
}

function statementsOf(scope: Construct, props: RunnerProps): readonly PolicyStatement[] {
  const functionArn = Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: props.functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

  return [
    allow('SendRecords', {
      actions: ['sqs:SendMessage'],
      resources: [props.queue.queue.queueArn],
    }),
    allow('KeepEvidence', {
      actions: ['s3:PutObject'],
      resources: [props.evidence.objectsArn(props.evidencePrefix)],
    }),
    ...readSecrets(props.secretArns),
    ...(props.vpc === null ? [] : joinNetwork(functionArn)),
  ];
}

function reasonsOf(props: RunnerProps): Readonly<Record<string, string>> {
  const { vpc, secretArns, evidence, evidencePrefix } = props;

  return {
    ...wildcards(evidence, [evidence.objectsArn(evidencePrefix)], EVIDENCE_REASON),
    ...Object.fromEntries(
      Object.entries(secretReasons(secretArns)).flatMap(([resource, reason]) =>
        Object.entries(wildcards(evidence, [resource], reason)),
      ),
    ),
    ...(vpc === null ? {} : wildcards(evidence, ['*'], NETWORK_REASON)),
  };
}

/**
 * CDK's construct would look up the VPC; the author has configured everything that Lambda needs.
 */
function placeInNetwork({ handler }: PlatformFunction, vpc: VpcPlan | null): void {
  const resource = handler.node.defaultChild;
  if (vpc === null || !(resource instanceof CfnFunction)) return;
  resource.vpcConfig = {
    subnetIds: [...vpc.subnetIds],
    securityGroupIds: [...vpc.securityGroupIds],
  };
}

/** Actions that Lambda performs for a function in a VPC. */
const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/** Reason for the wildcard in the role of a function in a VPC. */
const NETWORK_REASON =
  'Lambda needs these actions of EC2 on all resources; the code of the function is denied them.';

/**
 * Permissions for a function in a VPC: Lambda may use them, the function's own code may not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function joinNetwork(functionArn: string): readonly PolicyStatement[] {
  return [
    allow('JoinNetwork', { actions: NETWORK_ACTIONS, resources: ['*'] }),
    new PolicyStatement({
      sid: 'ButNotByCode',
      effect: Effect.DENY,
      actions: [...NETWORK_ACTIONS],
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    }),
  ];
}
