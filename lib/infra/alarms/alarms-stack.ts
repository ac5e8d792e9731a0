import { NestedStack, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AlarmFrame } from '../../core/alarms/alarm-description.ts';
import { journeyAlarms } from '../../core/alarms/journey-alarms.ts';
import { stackName, stageNames } from '../../core/deploy/names.ts';
import type { MaintenanceWindow } from '../../core/journey/config.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { byShard, hashShard } from '../hash-shard.ts';
import { CfnAlarmMuteRule } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmsOfJourney, muteWindowsOf } from '../../core/alarms/mute-windows.ts';
import { muteRulesOf } from '../../core/alarms/mute-rules.ts';
import type { AlarmActions } from './datapoint-alarm.ts';
import { JourneyAlarmSet } from './journey-alarm-set.ts';

/**
 * How many parts, nested stacks, the alarms of a stage are deployed in. Fixed for all time: see
 * {@link hashShard}. At 1,000 journeys a part has about 16, some 100 alarms.
 */
const PARTS = 64;

/**
 * How many stacks hold the parts; a part's is its number modulo this. CloudFormation takes 2,500
 * resources in one operation on a stack and all that are nested in it, and 1,000 journeys have more
 * alarms than that.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const STACKS = 4;

/** What the alarms of a stage are made of. */
export interface AlarmsProps extends StackProps, AlarmFrame {
  readonly journeys: readonly JourneyPlan[];
  readonly maintenance: readonly MaintenanceWindow[];
  /**
   * Maintenance windows that ended before this day are left out, as `2026-11-22`. Default: today in
   * UTC. All that the date can change is that a rule which no longer mutes anything goes.
   */
  readonly today?: string;
}

/** What one of a stage's alarm stacks is made of. */
export interface AlarmsStackProps extends AlarmsProps {
  /** The number of the stack; all journeys must be of its parts. */
  readonly number: number;
}

/**
 * A quarter of a stage's alarms, in the home region. Alarms stand in stacks of their own, as a
 * thousand journeys have more of them than CloudFormation takes in one operation. They find the
 * topic by its name, so that no stack exports anything.
 */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string, props: AlarmsStackProps) {
    super(scope, id, { stackName: stackName(props.stage, `alarms-${props.number}`), ...props });
    const topic = this.formatArn({ service: 'sns', resource: stageNames(props.stage).topic });
    const endedBeforeMs = Date.parse(props.today ?? new Date().toISOString().slice(0, 10));
    for (const [shard, plans] of byShard(props.journeys, PARTS, ({ name }) => name)) {
      new AlarmPart(this, `Part${String(shard).padStart(2, '0')}`, {
        journeys: plans.map((plan) => ({ journey: plan.name, alarms: journeyAlarms(plan, props) })),
        maintenance: props.maintenance,
        endedBeforeMs,
        tell: [topic],
      });
    }
  }
}

/** The alarm stacks that a stage's journeys need: at most four, none empty. */
export function alarmsStacks(scope: Construct, props: AlarmsProps): readonly AlarmsStack[] {
  return Array.from({ length: STACKS }, (_, number) => ({
    number,
    journeys: props.journeys.filter(({ name }) => hashShard(name, PARTS) % STACKS === number),
  }))
    .filter(({ journeys }) => journeys.length > 0)
    .map(({ number, journeys }) => {
      const id = stackName(props.stage, `alarms-${number}`);

      return new AlarmsStack(scope, id, { ...props, number, journeys });
    });
}

/** What a part of the alarms is made of. */
interface AlarmPartProps extends AlarmActions {
  readonly journeys: readonly AlarmsOfJourney[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Windows that ended before are left out. */
  readonly endedBeforeMs: number;
}

/** The alarms of some journeys, and the rules that mute them during maintenance. */
class AlarmPart extends NestedStack {
  constructor(scope: Construct, id: string, props: AlarmPartProps) {
    super(scope, id);
    const sets = props.journeys.map((journey) => new JourneyAlarmSet(this, journey, props));
    const references = new Map(sets.flatMap((set) => [...set.references]));
    const windows = muteWindowsOf(props.maintenance, props.journeys);
    for (const rule of muteRulesOf(windows, props)) {
      new CfnAlarmMuteRule(this, `Mute-${rule.id}`, {
        rule: { schedule: { expression: rule.expression, duration: rule.duration } },
        // References, so that a rule is made after the alarms that it mutes.
        muteTargets: { alarmNames: rule.alarms.map((name) => references.get(name) ?? name) },
      });
    }
  }
}
