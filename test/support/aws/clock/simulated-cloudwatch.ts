import type {
  AlarmDefinition,
  AlarmState,
  CompositeAlarm,
  DatapointAlarm,
  MuteWindow,
} from '../../../../lib/core/alarms/alarm-definition.ts';
import type { AlarmTransition } from '../../../../lib/core/alarms/alarm-history.ts';
import { childrenOf, ruleHolds } from '../../../../lib/core/alarms/composite-rule.ts';
import { datapointsOf } from '../../../../lib/core/alarms/datapoints.ts';
import { type Datapoint, evaluateAlarm } from '../../../../lib/core/alarms/evaluate-alarm.ts';
import { alarmActions } from '../../../../lib/core/alarms/muting.ts';
import { DAY_SECONDS, HOUR_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';
import type { Agenda } from './agenda.ts';
import type { AlarmSpan } from './alarm-spec.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Notice } from './messages.ts';
import { metricKey, type MetricName, MetricStore } from './metric-store.ts';

/** What surrounds CloudWatch in one region. */
export interface CloudWatchWorld {
  readonly region: string;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly chance: (part: string) => Chance;
  /** Periods that are evaluated beyond N: documented as "more", and an interval as measured. */
  readonly extraPeriods: number;
  /** Windows in which mute rules mute the actions of alarms. */
  readonly muted: readonly MuteWindow[];
  /** Takes the action of an alarm. */
  readonly act: (notice: Notice) => void;
}

/** One value, its timestamp, and at most how long until it can be read. */
interface PutSample {
  readonly atMs: number;
  readonly value: number;
  readonly arrivalMs: number;
}

/** An alarm and its states so far. */
export interface WatchedAlarm extends AlarmSpan {
  state: AlarmState;
  readonly transitions: AlarmTransition[];
}

/** Periods below a minute are evaluated so often. */
const HIGH_RESOLUTION_MS = 10_000;

/**
 * Simulates CloudWatch in a region: samples arrive with their own timestamps, and each alarm is evaluated
 * once a minute, at a second of its own, over the periods that end with the minute. An alarm over more
 * than a day is evaluated at the hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class SimulatedCloudWatch {
  /** Of metrics that no alarm reads, too. */
  samples = 0;
  evaluations = 0;
  /** Each metric in each hour, as it is billed. */
  readonly metricHours = new Set<string>();
  readonly alarms: WatchedAlarm[] = [];
  readonly #store = new MetricStore();
  readonly #read = new Set<string>();
  readonly #byName = new Map<string, WatchedAlarm>();
  readonly #world: CloudWatchWorld;
  readonly #chance: Chance;

  constructor(world: CloudWatchWorld) {
    this.#world = world;
    this.#chance = world.chance(`metrics ${world.region}`);
  }

  /** Creates an alarm for the time of its span. */
  watch(span: AlarmSpan): void {
    const { agenda, chance } = this.#world;
    const { definition } = span.alarm;
    const watched: WatchedAlarm = { ...span, state: 'INSUFFICIENT_DATA', transitions: [] };
    for (const metric of metricsOf(definition)) this.#read.add(metricKey(metric));
    agenda.at(span.fromMs, () => {
      this.alarms.push(watched);
      this.#byName.set(definition.name, watched);
      if (definition.kind === 'composite') return this.#follow(watched, definition);
      const stepMs = stepOf(definition);
      const phaseMs = chance(`alarm ${definition.name}`).between(0, Math.min(stepMs, MINUTE_MS));
      const firstMs = Math.ceil(span.fromMs / stepMs) * stepMs + phaseMs;
      agenda.every(stepMs, firstMs, () => this.#evaluate(watched, definition));
    });
  }

  /** Takes in a sample; until it has arrived, no alarm sees it. */
  put(metric: MetricName, { atMs, value, arrivalMs }: PutSample): void {
    const key = metricKey(metric);
    this.samples += 1;
    if (!metric.namespace.startsWith('AWS/')) {
      this.metricHours.add(`${key} ${Math.floor(atMs / HOUR_MS)}`);
    }
    if (!this.#read.has(key)) return;
    const delayMs = this.#chance.between(0, arrivalMs);
    this.#world.agenda.after(delayMs, () => this.#store.add(metric, { atMs, value }));
  }

  #evaluate(watched: WatchedAlarm, definition: DatapointAlarm): void {
    const { agenda, faults, region } = this.#world;
    const nowMs = agenda.nowMs();
    if (nowMs >= watched.toMs || faults.isOut(region)) return;
    this.evaluations += 1;
    const stepMs = Math.min(stepOf(definition), MINUTE_MS);
    const endMs = Math.floor(nowMs / stepMs) * stepMs;
    if (this.#warmsUp(watched, definition, endMs)) return;
    const range = this.#rangeOf(definition, endMs);
    const { state, reason } = evaluateAlarm(definition, range, { previous: watched.state });
    this.#change(watched, state, reason);
  }

  /** The newest N periods; the further ones only where they can count. */
  #rangeOf(definition: DatapointAlarm, endMs: number): readonly Datapoint[] {
    const { evaluationPeriods } = definition;
    const newest = this.#datapoints(definition, endMs, evaluationPeriods);
    if (newest.every((each) => each !== null)) return newest;

    return this.#datapoints(definition, endMs, evaluationPeriods + this.#world.extraPeriods);
  }

  #datapoints(definition: DatapointAlarm, endMs: number, count: number): readonly Datapoint[] {
    const stepMs = definition.periodSeconds * 1_000;
    const fromMs = endMs - (count - 1) * stepMs;

    return datapointsOf(
      definition,
      (metric) => this.#store.between(metric, fromMs - stepMs, endMs),
      { fromMs, stepMs, count },
    );
  }

  /**
   * Ends early once there are data for the whole window.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
   */
  #warmsUp({ alarm, fromMs }: WatchedAlarm, definition: DatapointAlarm, endMs: number): boolean {
    const untilMs = fromMs + (alarm.warmUpMinutes ?? 0) * MINUTE_MS;
    if (this.#world.agenda.nowMs() >= untilMs) return false;
    const { evaluationPeriods, periodSeconds } = definition;
    const periodMs = periodSeconds * 1_000;
    const periods = Array.from({ length: evaluationPeriods }, (_, age) => endMs - age * periodMs);

    return metricsOf(definition).some((metric) =>
      periods.some((toMs) => this.#store.between(metric, toMs - periodMs, toMs).length === 0),
    );
  }

  #change(watched: WatchedAlarm, to: AlarmState, reason: AlarmTransition['reason']): void {
    const { state: from } = watched;
    if (to === from) return;
    watched.state = to;
    const transition = { atMs: this.#world.agenda.nowMs(), from, to, reason };
    watched.transitions.push(transition);
    this.#notify(watched, transition);
    const { name } = watched.alarm.definition;
    for (const parent of this.alarms) {
      const { definition } = parent.alarm;
      if (definition.kind !== 'composite' || !childrenOf(definition.rule).includes(name)) continue;
      this.#follow(parent, definition);
    }
  }

  /** At once, or at the end of the windows that mute it, if the state lasts until then. */
  #notify(watched: WatchedAlarm, transition: AlarmTransition): void {
    const { alarm, transitions } = watched;
    const { from, to } = transition;
    if (alarm.actions === null || to === 'INSUFFICIENT_DATA') return;
    const history = { alarm: alarm.definition.name, transitions: [transition], state: to };
    const { agenda, muted, act } = this.#world;
    const [action] = alarmActions(history, muted, { toMs: Infinity });
    if (action === undefined) return;
    if (action.atMs === transition.atMs) return act({ alarm, from, to, atMs: action.atMs });
    agenda.at(action.atMs, () => {
      if (transitions.at(-1) === transition) act({ alarm, from, to, atMs: action.atMs });
    });
  }

  #follow(watched: WatchedAlarm, { rule }: CompositeAlarm): void {
    if (this.#world.agenda.nowMs() >= watched.toMs) return;
    const isOn = ruleHolds(rule, (name) => this.#byName.get(name)?.state ?? 'INSUFFICIENT_DATA');
    this.#change(watched, isOn ? 'ALARM' : 'OK', 'children');
  }
}

function metricsOf(definition: AlarmDefinition): readonly MetricName[] {
  if (definition.kind === 'composite') return [];

  return definition.kind === 'metric'
    ? [definition.metric]
    : definition.metrics.map(({ metric }) => metric);
}

function stepOf({ periodSeconds, evaluationPeriods }: DatapointAlarm): number {
  if (periodSeconds * evaluationPeriods > DAY_SECONDS) return HOUR_MS;

  return periodSeconds * 1_000 < MINUTE_MS ? HIGH_RESOLUTION_MS : MINUTE_MS;
}
