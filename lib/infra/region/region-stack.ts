import { Stack, type StackProps } from 'aws-cdk-lib';
import {
  Architecture,
  Code,
  type ILayerVersion,
  LayerVersion,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { evidenceBucketName, stackName, stageNames } from '../../core/deploy/names.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { type Deployment, journeysIn } from '../deployment.ts';
import { byShard } from '../hash-shard.ts';
import { EvidenceBucket } from './evidence-bucket.ts';
import { ISOLATED_PARTS, IsolatedPart } from './isolated-part.ts';
import { RecordQueues } from './record-queues.ts';
import { Recorder, RECORDER_VISIBILITY_SECONDS } from './recorder.ts';
import { Runner, type RunnerFrame } from './runner.ts';
import { SCHEDULE_PARTS, type ScheduledJourney, SchedulePart } from './schedule-part.ts';

/** Inputs of a region's stack. */
export interface RegionStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly region: string;
}

/** One region: the runners, their schedules, the queues, the recorder and the evidence bucket. */
export class RegionStack extends Stack {
  readonly queue: RecordQueues;
  readonly evidence: EvidenceBucket;
  readonly recorder: Recorder;
  /** Runner of each journey, by journey name. */
  readonly runners: ReadonlyMap<string, Runner>;

  constructor(scope: Construct, id: string, props: RegionStackProps) {
    const { deployment, region } = props;
    const { stage, home, retention } = deployment.config;
    super(scope, id, {
      stackName: stackName(stage, region),
      description: `Waywiser ${stage}: journeys in ${region}`,
      ...props,
    });
    const names = stageNames(stage);
    const journeys = journeysIn(region, deployment.journeys);
    this.queue = new RecordQueues(this, 'Queue', {
      queueName: names.queue,
      unreadableQueueName: names.unreadableQueue,
      visibilitySeconds: RECORDER_VISIBILITY_SECONDS,
    });
    this.evidence = new EvidenceBucket(this, 'Evidence', {
      bucketName: evidenceBucketName(stage, this.account, region),
      retentionMs: retention.evidenceMs,
      keepData: deployment.keepData,
    });
    this.recorder = new Recorder(this, 'Recorder', {
      stage,
      home,
      queue: this.queue,
      code: deployment.assets.recorder(),
      runRetentionMs: retention.runsMs,
    });
    this.runners = this.addRunners(journeys, props);
    this.addSchedules(journeys, props);
  }

  private addRunners(
    journeys: readonly RunnableJourney[],
    props: RegionStackProps,
  ): ReadonlyMap<string, Runner> {
    const frame: RunnerFrame = {
      stage: props.deployment.config.stage,
      queue: this.queue,
      evidence: this.evidence,
      chromium: this.addChromium(journeys, props.deployment),
    };
    const shared = journeys.filter(({ plan }) => !plan.deploy.isolated);
    const isolated = journeys.filter(({ plan }) => plan.deploy.isolated);
    const parts = byShard(isolated, ISOLATED_PARTS, nameOf).map(
      ([shard, members]) =>
        new IsolatedPart(this, `Isolated${shard}`, { ...frame, ...props, journeys: members }),
    );

    return new Map([
      ...this.sharedRunner('api', shared, { ...frame, chromium: null, ...props }),
      ...this.sharedRunner('browser', shared, { ...frame, ...props }),
      ...parts.flatMap(({ runners }) => [...runners]),
    ]);
  }

  private sharedRunner(
    kind: JourneyKind,
    shared: readonly RunnableJourney[],
    props: RunnerFrame & RegionStackProps,
  ): readonly (readonly [string, Runner])[] {
    const journeys = shared.filter(({ plan }) => plan.kind === kind);
    if (journeys.length === 0) return [];
    const { assets, config } = props.deployment;
    const names = stageNames(props.stage);
    const runner = new Runner(this, kind === 'api' ? 'ApiRunner' : 'BrowserRunner', {
      ...props,
      functionName: kind === 'api' ? names.apiRunner : names.browserRunner,
      description: `Waywiser ${props.stage}: runs ${kind === 'api' ? 'API' : 'browser'} journeys`,
      kind,
      plans: journeys.map(({ plan }) => plan),
      code: assets.runner(kind, journeys),
      secretArns: assets.secretArns(journeys),
      memoryMb: config.memoryMb[kind],
      architecture: kind === 'api' ? 'arm64' : 'x86_64',
      vpc: null,
    });

    return journeys.map(({ plan }) => [plan.name, runner]);
  }

  private addChromium(
    journeys: readonly RunnableJourney[],
    { assets }: Deployment,
  ): ILayerVersion | null {
    const layer = journeys.some(({ plan }) => plan.kind === 'browser')
      ? assets.chromiumLayer()
      : null;
    if (layer === null) return null;

    return new LayerVersion(this, 'Chromium', {
      description: 'Chromium, unpacked, without graphics',
      code: Code.fromAsset(layer.dir, { assetHash: layer.hash }),
      compatibleArchitectures: [Architecture.X86_64],
      compatibleRuntimes: [Runtime.NODEJS_24_X],
    });
  }

  private addSchedules(journeys: readonly RunnableJourney[], props: RegionStackProps): void {
    const { config, startAfterMs } = props.deployment;
    const groupName = stageNames(config.stage).scheduleGroup;
    const group = new CfnScheduleGroup(this, 'Schedules', { name: groupName });
    const scheduled = journeys.flatMap((journey) => this.scheduled(journey));
    for (const [shard, members] of byShard(scheduled, SCHEDULE_PARTS, nameOf)) {
      const part = new SchedulePart(this, `Schedules${shard}`, {
        region: props.region,
        groupName,
        deadLettersArn: this.queue.queue.queueArn,
        startAfterMs,
        journeys: members,
      });
      // Only once Lambda is configured not to retry runs.
      part.node.addDependency(group, ...this.runnersOf(members));
    }
  }

  private runnersOf(members: readonly ScheduledJourney[]): readonly Runner[] {
    const runners = members.flatMap(({ plan }) => this.runners.get(plan.name) ?? []);

    return [...new Set(runners)];
  }

  private scheduled({ plan }: RunnableJourney): readonly ScheduledJourney[] {
    const runner = this.runners.get(plan.name);
    if (runner === undefined) return [];
    const { alias, schedulerRole } = runner;

    return [{ plan, target: { aliasArn: alias.functionArn, roleArn: schedulerRole.roleArn } }];
  }
}

function nameOf({ plan }: { readonly plan: { readonly name: string } }): string {
  return plan.name;
}
