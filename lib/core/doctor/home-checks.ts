import { journeyAlarms } from '../alarms/journey-alarms.ts';
import { metricNamespace } from '../alarms/metric-names.ts';
import { PLATFORM_METRICS, platformAlarms } from '../alarms/platform-alarms.ts';
import { SECOND_MS } from '../base/time.ts';
import { stageNames } from '../deploy/names.ts';
import { alarmFacts, subscriptionFacts, topicsOf } from './audience-rules.ts';
import { type Check, gathered } from './check.ts';
import type { DoctorFact } from './doctor-fact.ts';
import { type DoctorSubject, notifierOf, runRegions } from './doctor-subject.ts';
import { functionFacts } from './function-rules.ts';
import { type RegionScene, roleFacts } from './region-checks.ts';
import { jobScheduleFacts } from './schedule-rules.ts';
import { deadLetterFacts, heartbeatFacts, HEARTBEATS, tableFacts } from './storage-rules.ts';

/** The home region of a deployed stage. */
export interface HomeScene extends RegionScene {
  readonly createdAtMs: number;
}

/** The checks of what a deployed stage has once. */
export function homeChecks(subject: DoctorSubject, scene: HomeScene): readonly Check[] {
  const { region, reader } = scene;
  const { stage } = subject.config;
  const names = stageNames(stage);
  const jobs = [names.jobs, names.trends];
  const functions = [...jobs, names.notifier];

  return [
    {
      id: 'functions',
      region,
      read: async () =>
        gathered(
          functions.map(
            (name) => async () =>
              functionFacts({ function: name, region }, await reader.function(name)),
          ),
        ),
    },
    {
      id: 'schedules',
      region,
      read: async () =>
        gathered(
          jobs.map(
            (name) => async () => jobScheduleFacts(await reader.schedules(name), { name, region }),
          ),
        ),
    },
    {
      id: 'dead-letters',
      region,
      read: async () =>
        gathered(
          jobs.map((name) => async () => {
            const queue = `${name}-undelivered`;
            const place = { queue, region, holds: 'undelivered' } as const;

            return deadLetterFacts(place, await reader.queueDepth(queue));
          }),
        ),
    },
    { id: 'roles', region, read: async () => roleFacts([notifierOf(subject)], scene) },
    { id: 'heartbeats', region, read: async () => beatFacts(subject, scene) },
    {
      id: 'table',
      region,
      read: async () => tableFacts({ table: names.table, region }, await reader.table(names.table)),
    },
    ...audienceChecks(subject, scene),
  ];
}

function audienceChecks(
  subject: DoctorSubject,
  { region, account, reader }: HomeScene,
): readonly Check[] {
  const { stage, notify } = subject.config;
  const topic = `arn:${partitionOf(region)}:sns:${region}:${account}:${stageNames(stage).topic}`;

  /** The notifier sends to the topic and to webhooks. */
  function reachedBy(action: string): readonly string[] {
    if (action.split(':').at(-1) !== stageNames(stage).notifier) return [action];

    return [topic, ...notify.webhooks.map(({ secret }) => secret)];
  }

  return [
    {
      id: 'subscriptions',
      region,
      read: async () =>
        subscriptionFacts(await reader.subscriptions(topic), notify, { topic, region }),
    },
    {
      id: 'alarms',
      region,
      read: async () => {
        const names = alarmNames(subject);
        const found = await reader.alarms(names);
        const alarms = found.map((alarm) => ({
          ...alarm,
          actions: alarm.actions.flatMap(reachedBy),
        }));
        const topics = await Promise.all(
          topicsOf(alarms).map(async (arn) => [arn, await reader.subscriptions(arn)] as const),
        );

        return alarmFacts(names, { alarms, topics: new Map(topics) }, region);
      },
    },
  ];
}

/** Names of the alarms that notify; composite alarms do not. */
function alarmNames(subject: DoctorSubject): readonly string[] {
  const { stage, runbookUrl } = subject.config;
  const frame = { stage, runbookUrl };
  const own = platformAlarms({ ...frame, regions: runRegions(subject) });
  const all = [...own, ...subject.plans.flatMap((plan) => journeyAlarms(plan, frame))];

  return all.flatMap(({ definition: { kind, name } }) => (kind === 'composite' ? [] : [name]));
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';

  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

async function beatFacts(
  { config: { stage } }: DoctorSubject,
  { region, reader, nowMs, createdAtMs }: HomeScene,
): Promise<readonly DoctorFact[]> {
  const names = stageNames(stage);
  const jobs = [
    { job: 'gap-detector', metric: PLATFORM_METRICS.heartbeat, function: names.jobs },
    { job: 'trends', metric: PLATFORM_METRICS.trendsHeartbeat, function: names.trends },
  ] as const;

  return gathered(
    jobs.map(({ job, metric, function: name }) => async () => {
      const { everyMs, searchedMs } = HEARTBEATS[job];
      const beats = await reader.metric({
        namespace: metricNamespace(stage),
        name: metric,
        dimensions: {},
        statistic: 'SampleCount',
        periodSeconds: everyMs / SECOND_MS,
        fromMs: nowMs - searchedMs,
        toMs: nowMs,
      });

      return heartbeatFacts(job, beats, { function: name, region, createdAtMs, nowMs });
    }),
  );
}
