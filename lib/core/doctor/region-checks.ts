import { MINUTE_MS } from '../base/time.ts';
import { evidenceBucketName, LIVE_ALIAS, stageNames } from '../deploy/names.ts';
import { type Check, gathered } from './check.ts';
import type { DoctorFact, FunctionFact } from './doctor-fact.ts';
import type { RegionReader } from './doctor-ports.ts';
import { type DoctorSubject, type ExpectedFunction, plansIn, runnersIn } from './doctor-subject.ts';
import { functionFacts, policyFacts, readActionOf, wholeArnOf } from './function-rules.ts';
import { scheduleFacts } from './schedule-rules.ts';
import { bucketFacts, deadLetterFacts, mappingFacts, recordQueueFacts } from './storage-rules.ts';

/** A region of a deployed stage. */
export interface RegionScene {
  readonly region: string;
  readonly account: string;
  readonly reader: RegionReader;
  readonly nowMs: number;
}

const AGE_PERIOD_SECONDS = 60;
const AGE_RANGE_MS = 15 * MINUTE_MS;

/** The checks of a region in which a deployed stage runs journeys. */
export function regionChecks(subject: DoctorSubject, scene: RegionScene): readonly Check[] {
  const { region, reader } = scene;
  const { stage } = subject.config;
  const names = stageNames(stage);
  const plans = plansIn(region, subject);

  return [
    { id: 'functions', region, read: async () => runnerFacts(subject, scene) },
    { id: 'roles', region, read: async () => roleFacts(runnersIn(region, subject), scene) },
    {
      id: 'schedules',
      region,
      read: async () => {
        const group = names.scheduleGroup;

        return scheduleFacts(await reader.schedules(group), { stage, group, region, plans });
      },
    },
    { id: 'record-queue', region, read: async () => recordFacts(names.queue, scene) },
    {
      id: 'recorder',
      region,
      read: async () => {
        const place = { function: names.recorder, region };
        const found = await reader.function(names.recorder);
        const broken = functionFacts(place, found);
        if (found === null) return broken;

        return [
          ...broken,
          ...mappingFacts(place, await reader.queueMappings(names.recorder), names.queue),
        ];
      },
    },
    {
      id: 'dead-letters',
      region,
      read: async () => {
        const queue = names.unreadableQueue;
        const place = { queue, region, holds: 'unreadable' } as const;

        return deadLetterFacts(place, await reader.queueDepth(queue));
      },
    },
    {
      id: 'evidence',
      region,
      read: async () => {
        const bucket = evidenceBucketName(stage, scene.account, region);

        return bucketFacts({ bucket, region }, await reader.hasBucket(bucket));
      },
    },
  ];
}

async function runnerFacts(
  subject: DoctorSubject,
  { region, reader }: RegionScene,
): Promise<readonly DoctorFact[]> {
  return gathered(
    runnersIn(region, subject).map(({ name }) => async () => {
      const place = { function: name, region };
      const found = await reader.function(name);
      if (found === null) return functionFacts(place, null);

      return functionFacts(place, found, await reader.function(name, LIVE_ALIAS));
    }),
  );
}

/** Whether functions have roles that may read the secrets which they need. */
export async function roleFacts(
  functions: readonly ExpectedFunction[],
  { region, reader }: RegionScene,
): Promise<readonly DoctorFact[]> {
  return gathered(
    functions.map(({ name, secrets }) => async () => {
      const found = await reader.function(name);
      // The check of functions reports it.
      if (found === null) return [];
      const role = found.role.split('/').at(-1) ?? found.role;
      const place = { function: name, region, role };
      const lacking = policyFacts(place, await reader.rolePolicies(role), secrets);
      if (lacking.length > 0) return lacking;

      return gathered(
        secrets.map((secret) => async (): Promise<readonly FunctionFact[]> => {
          const call = { action: readActionOf(secret.arn), resource: wholeArnOf(secret.arn) };
          const decision = await reader.simulate(found.role, call);

          return decision === 'allowed'
            ? []
            : [{ code: 'role-denied-secret', ...place, ...secret }];
        }),
      );
    }),
  );
}

async function recordFacts(
  queue: string,
  { region, reader, nowMs }: RegionScene,
): Promise<readonly DoctorFact[]> {
  const depth = await reader.queueDepth(queue);
  if (depth === null) return recordQueueFacts({ queue, region }, null, []);
  const ages = await reader.metric({
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    namespace: 'AWS/SQS',
    name: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queue },
    statistic: 'Maximum',
    periodSeconds: AGE_PERIOD_SECONDS,
    fromMs: nowMs - AGE_RANGE_MS,
    toMs: nowMs,
  });

  return recordQueueFacts({ queue, region }, depth, ages);
}
