import {
  ArnFormat,
  CfnWaitConditionHandle,
  NestedStack,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AlarmFrame } from '../../core/alarms/alarm-meaning.ts';
import { journeyAlarms } from '../../core/alarms/journey-alarms.ts';
import { stackName, stageNames } from '../../core/deploy/names.ts';
import { ALARM_STACKS } from '../../core/deploy/stage-stacks.ts';
import type { MaintenancePlan } from '../../core/journey/resolved-config.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { byShard, hashShard } from '../hash-shard.ts';
import { CfnAlarmMuteRule } from 'aws-cdk-lib/aws-cloudwatch';
import { muteRulesOf, recurringMuteRulesOf } from '../../core/alarms/mute-rules.ts';
import { type AlarmsOfJourney, muteWindowsOf } from '../../core/alarms/muting.ts';
import type { AlarmActions } from './datapoint-alarm.ts';
import { JourneyAlarmSet } from './journey-alarm-set.ts';

/**
 * Number of nested stacks that hold a stage's alarms; part N belongs to stack N modulo `ALARM_STACKS`. It must never
 * change: see {@link hashShard}.
 * At 1,000 journeys a part has about 16, some 100 alarms.
 */
const PARTS = 64;

/** Inputs of a stage's alarm stacks. */
export interface AlarmsProps extends StackProps, AlarmFrame {
  readonly journeys: readonly JourneyPlan[];
  readonly maintenance: readonly MaintenancePlan[];
  /**
   * Maintenance windows that ended before this day in UTC are left out, as `2026-11-22`. A later date only
   * removes mute rules that no longer apply.
   */
  readonly today: string;
}

/** Inputs of one alarm stack. */
export interface AlarmsStackProps extends AlarmsProps {
  /** Number of the stack, from 0; all journeys must belong to its parts. */
  readonly number: number;
}

/**
 * One of the stacks with a stage's alarms, in the home region. They refer to the notifier by name, so
 * no stack exports anything.
 */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string, props: AlarmsStackProps) {
    super(scope, id, { stackName: stackName(props.stage, `alarms-${props.number}`), ...props });
    // A template needs a resource; this one costs nothing, does nothing and is replaced by nothing.
    new CfnWaitConditionHandle(this, 'Always');
    const notifier = this.formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: stageNames(props.stage).notifier,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const endedBeforeMs = Date.parse(props.today);
    for (const [shard, plans] of byShard(props.journeys, PARTS, ({ name }) => name)) {
      new AlarmPart(this, `Part${String(shard).padStart(2, '0')}`, {
        journeys: plans.map((plan) => ({ journey: plan.name, alarms: journeyAlarms(plan, props) })),
        maintenance: props.maintenance,
        endedBeforeMs,
        notify: [notifier],
        stage: props.stage,
        runbookUrl: props.runbookUrl,
      });
    }
  }
}

/**
 * The alarm stacks of a stage, the same whatever its journeys are: `cdk deploy` never deletes a stack that
 * left the app, so the alarms of a journey that was alone in a stack would stay when it is removed.
 */
export function alarmsStacks(scope: Construct, props: AlarmsProps): readonly AlarmsStack[] {
  return Array.from({ length: ALARM_STACKS }, (_, number) => {
    const id = stackName(props.stage, `alarms-${number}`);
    const journeys = props.journeys.filter(
      ({ name }) => hashShard(name, PARTS) % ALARM_STACKS === number,
    );

    return new AlarmsStack(scope, id, { ...props, number, journeys });
  });
}

/** Inputs of one nested stack of alarms. */
interface AlarmPartProps extends AlarmActions {
  readonly journeys: readonly AlarmsOfJourney[];
  readonly maintenance: readonly MaintenancePlan[];
  /** Maintenance windows that ended before this instant are left out. */
  readonly endedBeforeMs: number;
}

/**
 * Nested stack with the alarms of some journeys and the rules that mute them during maintenance.
 */
class AlarmPart extends NestedStack {
  constructor(scope: Construct, id: string, props: AlarmPartProps) {
    super(scope, id);
    const sets = props.journeys.map((journey) => new JourneyAlarmSet(this, journey, props));
    const references = new Map(sets.flatMap((set) => [...set.references]));
    const once = props.maintenance.filter((window) => 'from' in window);
    const windows = muteWindowsOf(once, props.journeys, { fromMs: -Infinity, toMs: Infinity });
    const recurring = recurringMuteRulesOf(props.maintenance, props.journeys);
    for (const rule of [...muteRulesOf(windows, props), ...recurring]) {
      const { expression, duration, timeZone: timezone } = rule;
      new CfnAlarmMuteRule(this, `Mute-${rule.id}`, {
        rule: { schedule: { expression, duration, ...(timezone !== undefined && { timezone }) } },
        // References instead of names, so that a rule is created after the alarms that it mutes.
        muteTargets: { alarmNames: rule.alarms.map((name) => references.get(name) ?? name) },
      });
    }
  }
}
