import * as check from '../checks.ts';
import { fieldsOf, isFields, type Json, listOf, optionalText, textOf } from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import type { World } from '../world.ts';
import { ACTION_CONFIGURATION, actionsExist, ALARM_NAME, alarmIdentity, ALARMS } from './alarms.ts';
import { arn } from './arns.ts';

const { optional, required, text, flag, list, fields } = check;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const COMPOSITE = { children: 100, elements: 500, ruleCharacters: 10_240 } as const;
const ACTIONS = list(text({ min: 1, max: 1_024 }), { max: 5 });

/** A composite alarm; its children must exist. */
export const COMPOSITE_ALARM: ResourceKind = {
  type: 'AWS::CloudWatch::CompositeAlarm',
  properties: {
    AlarmName: optional(ALARM_NAME),
    AlarmDescription: optional(text({ max: 1_024 })),
    AlarmRule: required(text({ min: 1, max: COMPOSITE.ruleCharacters })),
    ActionConfiguration: optional(ACTION_CONFIGURATION),
    ActionsEnabled: optional(flag),
    AlarmActions: optional(ACTIONS),
    OKActions: optional(ACTIONS),
    InsufficientDataActions: optional(ACTIONS),
    Tags: optional(check.tags),
  },
  replacedBy: ['AlarmName'],
  scope: 'region',
  namespace: ALARMS,
  nameProperty: 'AlarmName',
  identity: alarmIdentity,
  validate: (attempt) => {
    const rule = textOf(attempt.properties['AlarmRule']);
    const elements = [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA|TRUE|FALSE)\b/g)];
    const children = new Set(
      [...rule.matchAll(/\((?:"([^"]+)"|'([^']+)'|([\w:/.-]+))\)/g)].map(childOf),
    );
    check.demand(
      children.size <= COMPOSITE.children,
      `the rule has ${children.size} children; at most ${COMPOSITE.children}`,
    );
    check.demand(
      elements.length <= COMPOSITE.elements,
      `the rule has ${elements.length} elements; at most ${COMPOSITE.elements}`,
    );
    check.demand(children.size > 0, `AlarmRule ${rule} names no alarm`);
    for (const child of children) assertAlarm(child, attempt.region, attempt.world);
    actionsExist(attempt);
  },
};

function childOf(match: RegExpMatchArray): string {
  return match[1] ?? match[2] ?? match[3] ?? '';
}

function assertAlarm(name: string, region: string, world: World): void {
  const found = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].some((type) =>
    world.list(type, region).some((each) => each.name === name || each.attributes['Arn'] === name),
  );
  check.demand(found, `The alarm ${name} does not exist`);
}

const MAX_MUTE_DAYS = 15;

/**
 * Alarms of a mute rule must exist; a rule has at most 100.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
 */
export const ALARM_MUTE_RULE: ResourceKind = {
  type: 'AWS::CloudWatch::AlarmMuteRule',
  properties: {
    Name: optional(text({ min: 1, max: 255 })),
    Description: optional(text({ max: 1_024 })),
    Rule: required(
      fields({
        Schedule: required(
          fields({
            Expression: required(muteExpression),
            Duration: required(muteDuration),
            Timezone: optional(text({ min: 1, max: 50 })),
          }),
        ),
      }),
    ),
    MuteTargets: optional(
      fields({ AlarmNames: required(list(text({ min: 1, max: 255 }), { min: 1, max: 100 })) }),
    ),
    StartDate: optional(text()),
    ExpireDate: optional(text()),
    Tags: optional(check.tags),
  },
  replacedBy: ['Name'],
  scope: 'region',
  nameProperty: 'Name',
  identity: ({ name, region, accountId }) => {
    const ref = arn('cloudwatch', { region, accountId }, `alarm-mute-rule:${name}`);
    return { ref, attributes: { Arn: ref } };
  },
  validate: (attempt) => {
    const { properties, region, world } = attempt;
    const names = listOf(fieldsOf(properties['MuteTargets'])['AlarmNames']);
    for (const name of names) assertAlarm(textOf(name), region, world);
    isNotOver(attempt);
  },
};

/** `at(yyyy-MM-ddThh:mm)` or a cron of five fields with `* - ,` only. */
function muteExpression(value: Json, path: string): void {
  const written = optionalText(value) ?? '';
  const field = String.raw`(?:\*|[\dA-Z]+(?:-[\dA-Z]+)?(?:,[\dA-Z]+(?:-[\dA-Z]+)?)*)`;
  const cron = new RegExp(String.raw`^cron\(${field}(?: ${field}){4}\)$`);
  check.demand(
    /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d\)$/.test(written) || cron.test(written),
    `${path} ${written} is no schedule of a mute rule`,
  );
}

function muteDuration(value: Json, path: string): void {
  const written = optionalText(value) ?? '';
  const found = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(written);
  const [days = 0, hours = 0, minutes = 0] = (found ?? [])
    .slice(1)
    .map((each) => Number(each ?? 0));
  const total = (days * 24 + hours) * 60 + minutes;
  check.demand(
    found !== null && total >= 1 && total <= MAX_MUTE_DAYS * 1_440,
    `${path} ${written} is not between PT1M and P${MAX_MUTE_DAYS}D`,
  );
}

/**
 * It is not documented whether a new rule may be in the past; the model refuses one. A rule that is
 * applied again without a change of its schedule is not judged.
 */
function isNotOver({ properties, previous, world }: Attempt): void {
  const schedule = fieldsOf(fieldsOf(properties['Rule'])['Schedule']);
  const once = /^at\((.+)\)$/.exec(textOf(schedule['Expression']))?.[1];
  if (once === undefined || previous !== null) return;
  const [days = 0, hours = 0, minutes = 0] = (
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(textOf(schedule['Duration'])) ?? []
  )
    .slice(1)
    .map((each) => Number(each ?? 0));
  const endsAt = Date.parse(`${once}:00Z`) + ((days * 24 + hours) * 60 + minutes) * 60_000;
  // Time zones differ by less than 15 hours.
  check.demand(endsAt > world.nowMs - 15 * 3_600_000, `the mute window of ${once} is over`);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
const DASHBOARD = {
  metrics: 2_500,
  metricsOfWidget: 500,
  widgets: 500,
  bodyBytes: 1_048_576,
} as const;

export const DASHBOARD_KIND: ResourceKind = {
  type: 'AWS::CloudWatch::Dashboard',
  properties: {
    DashboardName: optional(text({ pattern: /^[\w-]{1,255}$/ })),
    DashboardBody: required(text()),
    Tags: optional(check.tags),
  },
  replacedBy: ['DashboardName'],
  scope: 'account',
  nameProperty: 'DashboardName',
  identity: ({ name }) => ({ ref: name, attributes: {} }),
  validate: ({ properties }) => bodyFits(textOf(properties['DashboardBody'])),
};

function bodyFits(body: string): void {
  const bytes = Buffer.byteLength(body);
  check.demand(
    bytes <= DASHBOARD.bodyBytes,
    `the dashboard has ${bytes} bytes; at most ${DASHBOARD.bodyBytes}`,
  );
  const widgets = listOf(fieldsOf(parsed(body))['widgets']).map((each) => fieldsOf(each));
  check.demand(
    widgets.length <= DASHBOARD.widgets,
    `the dashboard has ${widgets.length} widgets; at most ${DASHBOARD.widgets}`,
  );
  const counts = widgets.map(
    ({ properties }) => listOf(isFields(properties) ? properties['metrics'] : []).length,
  );
  const most = Math.max(0, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  check.demand(
    most <= DASHBOARD.metricsOfWidget,
    `a widget has ${most} metrics; at most ${DASHBOARD.metricsOfWidget}`,
  );
  check.demand(
    total <= DASHBOARD.metrics,
    `the dashboard has ${total} metrics; at most ${DASHBOARD.metrics}`,
  );
}

function parsed(body: string): Json {
  try {
    const value: Json = JSON.parse(body);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError)
      check.demand(false, `The dashboard body is no JSON: ${error.message}`);
    throw error;
  }
}
