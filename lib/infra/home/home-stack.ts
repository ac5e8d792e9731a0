import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackName, stageNames } from '../../core/deploy/names.ts';
import { concurrencyIn } from '../../core/deploy/concurrency.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import { PlatformAlarmSet } from '../alarms/platform-alarm-set.ts';
import { StageDashboard } from '../dashboard/stage-dashboard.ts';
import { type Deployment, regionsInUse } from '../deployment.ts';
import { AccessPolicies } from './access-policies.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { AlarmNotifier } from './alarm-notifier.ts';
import { DailyTrends } from './daily-trends.ts';
import { HourlyJobs } from './hourly-jobs.ts';
import { RunsTable } from './runs-table.ts';

/** Inputs of the home stack. */
export interface HomeStackProps extends StackProps {
  readonly deployment: Deployment;
}

/**
 * What a stage has once, in its home region: the table, the jobs, the notifications, the dashboard
 * and the access policies.
 */
export class HomeStack extends Stack {
  readonly stage: string;
  readonly config: ResolvedConfig;
  readonly plans: readonly JourneyPlan[];
  readonly table: RunsTable;
  readonly alarms: AlarmTopic;
  readonly jobs: HourlyJobs;
  readonly trends: DailyTrends;
  readonly access: AccessPolicies;
  readonly notifier: AlarmNotifier;

  constructor(scope: Construct, id: string, props: HomeStackProps) {
    const { config, journeys, assets, keepData } = props.deployment;
    const { stage, home, notify, retention } = config;
    super(scope, id, {
      stackName: stackName(stage, 'home'),
      description: `Waywiser ${stage}: records, alarms, dashboard`,
      ...props,
    });
    const names = stageNames(stage);
    const regions = regionsInUse(journeys);
    this.stage = stage;
    this.config = config;
    this.plans = journeys.map(({ plan }) => plan);
    this.table = new RunsTable(this, 'Runs', { tableName: names.table, keepData });
    this.alarms = new AlarmTopic(this, 'Alarms', {
      topicName: names.topic,
      emails: notify.emails,
    });
    this.notifier = new AlarmNotifier(this, 'Notifier', {
      stage,
      topic: this.alarms,
      code: assets.notifier(),
      secretArns: notify.webhooks.map(({ secret }) => secret),
      reservedConcurrency: concurrencyIn(home, config).reserved?.notifier ?? null,
    });
    this.jobs = new HourlyJobs(this, 'Jobs', {
      stage,
      home,
      table: this.table.table,
      code: assets.jobs(journeys),
      runRetentionMs: retention.runsMs,
    });
    this.trends = new DailyTrends(this, 'Trends', {
      stage,
      home,
      table: this.table.table,
      code: assets.trends(journeys),
    });
    this.access = new AccessPolicies(this, 'Access', {
      stage,
      tableArn: this.table.table.tableArn,
      regions,
      plans: this.plans,
    });
    this.watch(regions);
  }

  private watch(regions: readonly string[]): void {
    const { stage, runbookUrl } = this.config;
    const frame = { stage, runbookUrl, regions };
    new PlatformAlarmSet(this, 'PlatformAlarms', {
      ...frame,
      notify: [this.notifier.function.handler.functionArn],
      notifyDirectly: [this.alarms.topic.topicArn],
    });
    new StageDashboard(this, 'Dashboard', {
      ...frame,
      journeys: this.plans.map(({ name }) => name),
    });
  }
}
