import type { AudienceFact } from './doctor-fact.ts';
import type { DeployedAlarm, Subscription } from './doctor-ports.ts';

/** The stage's topic. */
interface TopicPlace {
  readonly topic: string;
  readonly region: string;
}

/** Whether alarms reach every configured address, and anybody at all. Null: there is no topic. */
export function subscriptionFacts(
  subscriptions: readonly Subscription[] | null,
  {
    emails,
    webhooks,
  }: { readonly emails: readonly string[]; readonly webhooks: readonly unknown[] },
  { topic, region }: TopicPlace,
): readonly AudienceFact[] {
  if (subscriptions === null) return [{ code: 'topic-missing', topic }];
  const known = new Set(subscriptions.map(({ endpoint }) => endpoint));
  const pending = subscriptions.filter(({ confirmed }) => !confirmed);
  const facts: readonly AudienceFact[] = [
    ...pending.map(
      ({ endpoint }) =>
        ({ code: 'subscription-pending', address: endpoint, topic, region }) as const,
    ),
    ...emails
      .filter((email) => !known.has(email))
      .map((address) => ({ code: 'subscription-missing', address, topic, region }) as const),
  ];

  return facts.length + subscriptions.length + webhooks.length === 0
    ? [{ code: 'topic-without-subscriber', topic }]
    : facts;
}

/** What is deployed of a stage's alarms, and of the topics that they notify. */
export interface AlarmAudience {
  readonly alarms: readonly DeployedAlarm[];
  /** Subscriptions by the ARN of the topic; null: there is no such topic. */
  readonly topics: ReadonlyMap<string, readonly Subscription[] | null>;
}

/** Whether the alarms of these names exist, are on, and notify somebody. */
export function alarmFacts(
  names: readonly string[],
  { alarms, topics }: AlarmAudience,
  region: string,
): readonly AudienceFact[] {
  const found = new Set(alarms.map(({ name }) => name));
  const deaf = [...topics].filter(([, subscriptions]) => !isHeard(subscriptions));
  const groups = [
    { code: 'alarms-missing', alarms: names.filter((name) => !found.has(name)) },
    { code: 'alarms-off', alarms: namesOf(alarms.filter((each) => !each.actionsEnabled)) },
    {
      code: 'alarms-without-action',
      alarms: namesOf(alarms.filter(({ actions }) => actions.length === 0)),
    },
  ] as const;

  return [
    ...groups.filter((group) => group.alarms.length > 0).map((group) => ({ ...group, region })),
    ...deaf.flatMap(([topic]) => {
      const own = alarms.filter(({ actions }) => actions.length > 0 && onlyDeaf(actions, deaf));
      const unheard = namesOf(own.filter(({ actions }) => actions.includes(topic)));

      return unheard.length === 0
        ? []
        : [{ code: 'alarms-unheard', alarms: unheard, topic } as const];
    }),
  ];
}

function onlyDeaf(
  actions: readonly string[],
  deaf: readonly (readonly [string, unknown])[],
): boolean {
  return actions.every((action) => deaf.some(([topic]) => topic === action));
}

function isHeard(subscriptions: readonly Subscription[] | null): boolean {
  return subscriptions?.some(({ confirmed }) => confirmed) === true;
}

function namesOf(alarms: readonly DeployedAlarm[]): readonly string[] {
  return alarms.map(({ name }) => name);
}

/** The topics among the actions of alarms. */
export function topicsOf(alarms: readonly DeployedAlarm[]): readonly string[] {
  const actions = new Set(alarms.flatMap((alarm) => alarm.actions));

  return [...actions].filter((arn) => arn.split(':')[2] === 'sns');
}
