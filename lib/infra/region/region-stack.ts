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
import {
  evidenceBucketName,
  evidencePrefix,
  stackName,
  stageNames,
} from '../../core/deploy/names.ts';
import { concurrencyIn } from '../../core/deploy/concurrency.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { isolatedSendersName, sharedSendersName } from '../../core/deploy/sender-parameters.ts';
import { type Deployment, journeysIn } from '../deployment.ts';
import { byShard } from '../hash-shard.ts';
import { EvidenceBucket } from './evidence-bucket.ts';
import { ISOLATED_PARTS, IsolatedPart } from './isolated-part.ts';
import { RecordQueues } from './record-queues.ts';
import { RECORDER_VISIBILITY_SECONDS } from '../../core/deploy/platform-functions.ts';
import { Recorder } from './recorder.ts';
import { Runner, type RunnerFrame } from './runner.ts';
import { senderParameter } from './sender-parameter.ts';
import { SCHEDULE_PARTS, type ScheduledJourney, SchedulePart } from './schedule-part.ts';

/** Inputs of a region's stack. */
export interface RegionStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly region: string;
}

/** The runners by journey, and what has to exist before the recorder knows who may send their records. */
interface RunnersOfRegion {
  readonly runners: ReadonlyMap<string, Runner>;
  readonly senders: readonly Construct[];
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
      code: deployment.assets.recorder(journeys),
      senders: [
        sharedSendersName(stage),
        ...isolatedShards(journeys).map(([shard]) => isolatedSendersName(stage, shard)),
      ],
      reservedConcurrency: concurrencyIn(region, deployment.config).reserved?.recorder ?? null,
      runRetentionMs: retention.runsMs,
    });
    const { runners, senders } = this.addRunners(journeys, props);
    this.runners = runners;
    this.addSchedules(journeys, senders, props);
  }

  private addRunners(
    journeys: readonly RunnableJourney[],
    props: RegionStackProps,
  ): RunnersOfRegion {
    const frame: RunnerFrame = {
      stage: props.deployment.config.stage,
      queue: this.queue,
      evidence: this.evidence,
      chromium: this.addChromium(journeys, props.deployment),
    };
    const shared = journeys.filter(({ plan }) => !plan.deploy.isolated);
    const parts = isolatedShards(journeys).map(([shard, journeysOfPart]) => {
      const sendersName = isolatedSendersName(frame.stage, shard);
      const part = { ...frame, ...props, journeys: journeysOfPart, sendersName };

      return new IsolatedPart(this, `Isolated${shard}`, part);
    });
    const api = this.sharedRunner('api', shared, { ...frame, chromium: null, ...props });
    const browser = this.sharedRunner('browser', shared, { ...frame, ...props });
    const shares = [api, browser].flatMap((each) => (each === null ? [] : [each.runner]));
    const parameter = senderParameter(this, sharedSendersName(frame.stage), {
      ...(api === null ? {} : { api: api.runner }),
      ...(browser === null ? {} : { browser: browser.runner }),
    });
    // A recorder reads the records of older runners, but not those of newer ones.
    for (const part of [...parts, ...shares.map((runner) => runner.function.handler)]) {
      part.node.addDependency(this.recorder.function.handler);
    }

    return {
      runners: new Map([
        ...[api, browser].flatMap(entriesOf),
        ...parts.flatMap((part) => [...part.runners]),
      ]),
      senders: [parameter, ...parts],
    };
  }

  private sharedRunner(
    kind: JourneyKind,
    shared: readonly RunnableJourney[],
    props: RunnerFrame & RegionStackProps,
  ): SharedRunner | null {
    const journeys = shared.filter(({ plan }) => plan.kind === kind);
    if (journeys.length === 0) return null;
    const { assets, config } = props.deployment;
    const names = stageNames(props.stage);
    const runner = new Runner(this, kind === 'api' ? 'ApiRunner' : 'BrowserRunner', {
      ...props,
      functionName: kind === 'api' ? names.apiRunner : names.browserRunner,
      evidencePrefix: evidencePrefix(`${kind}-runner`),
      description: `Waywiser ${props.stage}: runs ${kind === 'api' ? 'API' : 'browser'} journeys`,
      kind,
      plans: journeys.map(({ plan }) => plan),
      code: assets.runner(kind, journeys),
      secretArns: assets.secretArns(journeys),
      memoryMb: config.memoryMb[kind],
      architecture: kind === 'api' ? 'arm64' : 'x86_64',
      vpc: null,
    });

    return { runner, journeys };
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

  private addSchedules(
    journeys: readonly RunnableJourney[],
    senders: readonly Construct[],
    props: RegionStackProps,
  ): void {
    const { config } = props.deployment;
    const groupName = stageNames(config.stage).scheduleGroup;
    const group = new CfnScheduleGroup(this, 'Schedules', { name: groupName });
    const scheduled = journeys.flatMap((journey) => this.scheduled(journey));
    for (const [shard, members] of byShard(scheduled, SCHEDULE_PARTS, nameOf)) {
      const part = new SchedulePart(this, `Schedules${shard}`, {
        region: props.region,
        groupName,
        deadLettersArn: this.queue.queue.queueArn,
        journeys: members,
      });
      // Only once Lambda is configured not to retry runs, and the recorder can know who may report them.
      part.node.addDependency(group, this.recorder, ...senders, ...this.runnersOf(members));
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

/** The journeys with a function of their own, by the part that they are in. */
function isolatedShards(
  journeys: readonly RunnableJourney[],
): readonly (readonly [number, readonly RunnableJourney[]])[] {
  const isolated = journeys.filter(({ plan }) => plan.deploy.isolated);

  return byShard(isolated, ISOLATED_PARTS, nameOf);
}

/** The runner that journeys of a kind share. */
interface SharedRunner {
  readonly runner: Runner;
  readonly journeys: readonly RunnableJourney[];
}

function entriesOf(shared: SharedRunner | null): readonly (readonly [string, Runner])[] {
  if (shared === null) return [];

  return shared.journeys.map(({ plan }) => [plan.name, shared.runner]);
}

function nameOf({ plan }: { readonly plan: { readonly name: string } }): string {
  return plan.name;
}
