import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  EVIDENCE_PREFIX,
  evidenceBucketName,
  isolatedRunnerName,
  LIVE_ALIAS,
  stageNames,
} from '../../core/deploy/names.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { ANNOTATION_PREFIX } from '../../core/trends/trend-keys.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { allow, leadingKeys } from '../platform-function.ts';

/** Resources that the policies grant access to. */
export interface AccessPoliciesProps {
  readonly stage: string;
  readonly tableArn: string;
  readonly regions: readonly string[];
  readonly plans: readonly JourneyPlan[];
}

/** Number of function ARNs that always fits a managed policy's limit of 6,144 characters. */
const FUNCTIONS_A_POLICY = 40;

/**
 * Managed policies for people and pipelines: `waywiser-STAGE-reader` reads runs, trends, metrics
 * and evidence; `waywiser-STAGE-annotator` writes notes, such as deployments;
 * `waywiser-STAGE-invoker` runs journeys on demand (with `-invoker-2` and so on when isolated
 * journeys exceed one policy's size).
 */
export class AccessPolicies extends Construct {
  readonly reader: ManagedPolicy;
  readonly annotator: ManagedPolicy;
  readonly invokers: readonly ManagedPolicy[];

  constructor(scope: Construct, id: string, props: AccessPoliciesProps) {
    super(scope, id);
    this.reader = this.addReader(props);
    this.annotator = this.addAnnotator(props);
    this.invokers = chunks(runnerNames(props), FUNCTIONS_A_POLICY).map((names, index) =>
      this.addInvoker(props.stage, names, index + 1),
    );
  }

  private addReader({ stage, tableArn, regions }: AccessPoliciesProps): ManagedPolicy {
    const { account, partition } = Stack.of(this);
    const evidence = regions.map(
      (region) =>
        `arn:${partition}:s3:::${evidenceBucketName(stage, account, region)}/${EVIDENCE_PREFIX}/*`,
    );
    const reader = new ManagedPolicy(this, 'Reader', {
      managedPolicyName: `waywiser-${stage}-reader`,
      description: `To read runs, trends, metrics and evidence of Waywiser ${stage}`,
      statements: [
        allow('ReadRuns', {
          actions: ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query'],
          resources: [tableArn],
        }),
        ...(evidence.length === 0
          ? []
          : [allow('ReadEvidence', { actions: ['s3:GetObject'], resources: evidence })]),
        allow('ReadMetrics', {
          actions: [
            'cloudwatch:DescribeAlarms',
            'cloudwatch:GetMetricData',
            'cloudwatch:ListMetrics',
          ],
          resources: ['*'],
        }),
      ],
    });
    acknowledge(
      reader,
      wildcards(
        this,
        ['*'],
        'Actions that read metrics do not support resources; the states of alarms are read all at once.',
      ),
    );
    acknowledge(reader, wildcards(this, evidence, 'Evidence of any run of the stage may be read.'));

    return reader;
  }

  private addAnnotator({ stage, tableArn }: AccessPoliciesProps): ManagedPolicy {
    return new ManagedPolicy(this, 'Annotator', {
      managedPolicyName: `waywiser-${stage}-annotator`,
      description: `To write notes for the trends of Waywiser ${stage}`,
      statements: [
        allow('KeepNotes', {
          actions: ['dynamodb:PutItem'],
          resources: [tableArn],
          conditions: leadingKeys(ANNOTATION_PREFIX),
        }),
      ],
    });
  }

  private addInvoker(stage: string, names: readonly string[], number: number): ManagedPolicy {
    const suffix = number === 1 ? '' : `-${number}`;
    const aliases = names.map((name) =>
      Stack.of(this).formatArn({
        service: 'lambda',
        region: '*',
        resource: 'function',
        resourceName: `${name}:${LIVE_ALIAS}`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );

    const invoker = new ManagedPolicy(this, `Invoker${suffix}`, {
      managedPolicyName: `waywiser-${stage}-invoker${suffix}`,
      description: `To run journeys of Waywiser ${stage} on demand`,
      statements: [
        allow('RunJourneys', { actions: ['lambda:InvokeFunction'], resources: aliases }),
      ],
    });
    acknowledge(invoker, wildcards(this, aliases, 'The runners of the stage, in any region.'));

    return invoker;
  }
}

function runnerNames({ stage, plans }: AccessPoliciesProps): readonly string[] {
  const names = stageNames(stage);
  const isolated = plans
    .filter(({ deploy }) => deploy.isolated)
    .map(({ name }) => isolatedRunnerName(stage, name));

  return [names.apiRunner, names.browserRunner, ...isolated];
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
