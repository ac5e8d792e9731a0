export {
  openDeployment,
  type OpenDeployment,
  type OpenDeploymentOptions,
} from './app/open-deployment.ts';
export {
  type AlarmsProps,
  AlarmsStack,
  type AlarmsStackProps,
  alarmsStacks,
} from './alarms/alarms-stack.ts';
export { JourneyAlarmSet } from './alarms/journey-alarm-set.ts';
export { PlatformAlarmSet } from './alarms/platform-alarm-set.ts';
export {
  builtAssets,
  type BuiltAssetsOptions,
  type ChromiumFolders,
} from './assets/built-assets.ts';
export type { FunctionAssets } from './assets/function-assets.ts';
export { StageDashboard, type StageDashboardProps } from './dashboard/stage-dashboard.ts';
export type { Deployment } from './deployment.ts';
export { AccessPolicies, type AccessPoliciesProps } from './home/access-policies.ts';
export { AlarmTopic, type AlarmTopicProps } from './home/alarm-topic.ts';
export { AlarmNotifier, type AlarmNotifierProps } from './home/alarm-notifier.ts';
export { DailyTrends, type DailyTrendsProps } from './home/daily-trends.ts';
export { HomeStack, type HomeStackProps } from './home/home-stack.ts';
export { HourlyJobs, type HourlyJobsProps } from './home/hourly-jobs.ts';
export { ScheduledFunction, type ScheduledFunctionProps } from './home/scheduled-function.ts';
export { RunsTable, type RunsTableProps } from './home/runs-table.ts';
export { PlatformFunction, type PlatformFunctionProps } from './platform-function.ts';
export { EvidenceBucket, type EvidenceBucketProps } from './region/evidence-bucket.ts';
export {
  JourneySchedule,
  type JourneyScheduleProps,
  type ScheduleFrame,
  type ScheduleTarget,
} from './region/journey-schedule.ts';
export { RecordQueues, type RecordQueuesProps } from './region/record-queues.ts';
export { Recorder, type RecorderProps } from './region/recorder.ts';
export { RegionStack, type RegionStackProps } from './region/region-stack.ts';
export { Runner, type RunnerFrame, type RunnerProps } from './region/runner.ts';
export { waywiserStacks, type WaywiserStacks } from './waywiser-stacks.ts';
