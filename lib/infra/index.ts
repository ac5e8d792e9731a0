export { openDeployment } from './app/open-deployment.ts';
export type { OpenDeployment, OpenDeploymentOptions } from './app/open-deployment.ts';
export { AlarmsStack, alarmsStacks } from './alarms/alarms-stack.ts';
export type { AlarmsProps, AlarmsStackProps } from './alarms/alarms-stack.ts';
export { JourneyAlarmSet } from './alarms/journey-alarm-set.ts';
export { PlatformAlarmSet } from './alarms/platform-alarm-set.ts';
export { builtAssets } from './assets/built-assets.ts';
export type { BuiltAssetsOptions, ChromiumFolders } from './assets/built-assets.ts';
export type { FunctionAssets } from './assets/function-assets.ts';
export { StageDashboard } from './dashboard/stage-dashboard.ts';
export type { StageDashboardProps } from './dashboard/stage-dashboard.ts';
export type { Deployment } from './deployment.ts';
export { AccessPolicies } from './home/access-policies.ts';
export type { AccessPoliciesProps } from './home/access-policies.ts';
export { AlarmTopic } from './home/alarm-topic.ts';
export type { AlarmTopicProps } from './home/alarm-topic.ts';
export { AlarmWebhook } from './home/alarm-webhook.ts';
export type { AlarmWebhookProps } from './home/alarm-webhook.ts';
export { DailyTrends } from './home/daily-trends.ts';
export type { DailyTrendsProps } from './home/daily-trends.ts';
export { HomeStack } from './home/home-stack.ts';
export type { HomeStackProps } from './home/home-stack.ts';
export { HourlyJobs } from './home/hourly-jobs.ts';
export type { HourlyJobsProps } from './home/hourly-jobs.ts';
export { ScheduledFunction } from './home/scheduled-function.ts';
export type { ScheduledFunctionProps } from './home/scheduled-function.ts';
export { RunsTable } from './home/runs-table.ts';
export type { RunsTableProps } from './home/runs-table.ts';
export { PlatformFunction } from './platform-function.ts';
export type { PlatformFunctionProps } from './platform-function.ts';
export { EvidenceBucket } from './region/evidence-bucket.ts';
export type { EvidenceBucketProps } from './region/evidence-bucket.ts';
export { JourneySchedule } from './region/journey-schedule.ts';
export type {
  JourneyScheduleProps,
  ScheduleFrame,
  ScheduleTarget,
} from './region/journey-schedule.ts';
export { RecordQueues } from './region/record-queues.ts';
export type { RecordQueuesProps } from './region/record-queues.ts';
export { Recorder } from './region/recorder.ts';
export type { RecorderProps } from './region/recorder.ts';
export { RegionStack } from './region/region-stack.ts';
export type { RegionStackProps } from './region/region-stack.ts';
export { Runner } from './region/runner.ts';
export type { RunnerFrame, RunnerProps } from './region/runner.ts';
export { waywiserStacks } from './waywiser-stacks.ts';
export type { WaywiserStacks } from './waywiser-stacks.ts';
