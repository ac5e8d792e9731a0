import { journeyAlarms } from '../../lib/core/alarms/journey-alarms.ts';
import { platformAlarms } from '../../lib/core/alarms/platform-alarms.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/base/time.ts';
import { LIVE_ALIAS, runnerNameOf, stageNames } from '../../lib/core/deploy/names.ts';
import { stageStacks } from '../../lib/core/deploy/stage-stacks.ts';
import type { RegionReader } from '../../lib/core/doctor/doctor-ports.ts';
import {
  type DoctorSubject,
  plansIn,
  runRegions,
  secretsOf,
} from '../../lib/core/doctor/doctor-subject.ts';
import { eventBridgeSchedule } from '../../lib/core/schedule/event-bridge-schedule.ts';

/** When the doctor is called. */
export const NOW_MS = Date.UTC(2026, 11, 1, 12);
export const ACCOUNT = '123456789012';
const WEEK_MS = 168 * HOUR_MS;

/** An account in which all of a project's stage is as it should be. */
export function healthyAccount(subject: DoctorSubject): (region: string) => RegionReader {
  const { stage, home } = subject.config;
  const names = stageNames(stage);
  const notifier = `arn:aws:lambda:${home}:${ACCOUNT}:function:${names.notifier}`;
  const frame = { stage, runbookUrl: subject.config.runbookUrl };
  const alarms = [
    ...platformAlarms({ ...frame, regions: runRegions(subject) }),
    ...subject.plans.flatMap((plan) => journeyAlarms(plan, frame)),
  ].map(({ definition: { name } }) => ({ name, actionsEnabled: true, actions: [notifier] }));
  const secrets = secretsOf(subject.plans, subject).map(({ arn }) => `${arn}-??????`);

  return (region) => ({
    identity: async () => ({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ops` }),
    bootstrapVersion: async () => 30,
    concurrency: async () => ({ limit: 1_000, unreserved: 1_000 }),
    stacks: async () =>
      stageStacks(subject.config, subject.plans)
        .filter((stack) => stack.region === region)
        .map(({ name }) => ({
          name,
          stage,
          status: 'UPDATE_COMPLETE',
          version: subject.version,
          createdAtMs: NOW_MS - WEEK_MS,
        })),
    subscriptions: async () =>
      subject.config.notify.emails.map((endpoint) => ({
        protocol: 'email',
        endpoint,
        confirmed: true,
      })),
    alarms: async (wanted) => alarms.filter(({ name }) => wanted.includes(name)),
    metric: async ({ name }) =>
      name.endsWith('Heartbeat') ? [{ atMs: NOW_MS - 50 * MINUTE_MS, value: 1 }] : [],
    secret: async (arn) => ({ arn: `${arn}-AbCdEf`, deletedAtMs: null, key: null }),
    function: async (name) => ({
      state: 'Active',
      lastUpdate: 'Successful',
      reason: null,
      role: `arn:aws:iam::${ACCOUNT}:role/${name}-role`,
    }),
    queueMappings: async () => [
      {
        source: `arn:aws:sqs:${region}:${ACCOUNT}:${names.queue}`,
        state: 'Enabled',
        lastResult: 'OK',
      },
    ],
    rolePolicies: async () => [
      { effect: 'Allow', actions: ['secretsmanager:GetSecretValue'], resources: secrets },
    ],
    simulate: async () => 'allowed',
    schedules: async (group) =>
      group === names.scheduleGroup
        ? plansIn(region, subject).map((plan) => {
            const series = { journey: plan.name, region };
            const { expression, timeZone } = eventBridgeSchedule(plan.schedule, series);

            return {
              name: plan.name,
              enabled: true,
              expression,
              timeZone,
              target: `arn:aws:lambda:${region}:${ACCOUNT}:function:${runnerNameOf(stage, plan)}:${LIVE_ALIAS}`,
              input: JSON.stringify({ journey: plan.name, version: plan.version }),
            };
          })
        : [{ name: group, enabled: true, expression: '', timeZone: 'UTC', target: '', input: '' }],
    queueDepth: async () => ({ waiting: 0, taken: 0 }),
    table: async () => ({ status: 'ACTIVE', expiryAttribute: 'expiresAt', recoverable: true }),
    recordedRegions: async () => runRegions(subject),
    hasBucket: async () => true,
    close: () => undefined,
  });
}
