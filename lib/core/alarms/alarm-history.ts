import type {
  AlarmDefinition,
  AlarmState,
  CompositeAlarm,
  DatapointAlarm,
} from './alarm-definition.ts';
import { childrenOf, ruleHolds } from './composite-rule.ts';
import { datapointsOf, type SampleSource } from './datapoints.ts';
import {
  type AlarmReason,
  type Datapoint,
  evaluateAlarm,
  EXTRA_PERIODS,
} from './evaluate-alarm.ts';
import { MINUTE_MS } from '../base/time.ts';
import { ownValue } from '../base/own-value.ts';

/** A change of an alarm's state, with its instant and reason. */
export interface AlarmTransition {
  readonly atMs: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** `children` for a composite alarm. */
  readonly reason: AlarmReason | 'children';
}

/** The state changes of an alarm over a time range. */
export interface AlarmHistory {
  readonly alarm: string;
  /** Ascending in time. */
  readonly transitions: readonly AlarmTransition[];
  /** At the end of the range. */
  readonly state: AlarmState;
}

/** The time range of a replay, its step, and the states before it. */
interface ReplayOptions {
  /** Inclusive. Earlier samples count when they lie in an evaluation range. */
  readonly fromMs: number;
  /** Inclusive. */
  readonly toMs: number;
  /** Time between evaluations; default as in CloudWatch: a minute, or 10 s for periods below a minute. */
  readonly stepMs?: number;
  /**
   * When the alarms were created: those with a warm-up are evaluated only after it. Default: so long
   * ago that it is over.
   */
  readonly createdAtMs?: number;
  /** States before the first evaluation; default `INSUFFICIENT_DATA`, as of a new alarm. */
  readonly initial?: Readonly<Record<string, AlarmState>>;
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
const HIGH_RESOLUTION_STEP_MS = 10_000;

const NEW_ALARM: AlarmState = 'INSUFFICIENT_DATA';

/**
 * Replays alarms over samples. At each whole step of the clock every alarm is evaluated as CloudWatch
 * does, over sliding periods; composite alarms follow their children at once. A sample counts from
 * its timestamp on: the delay of its arrival is not modelled. Throws a RangeError for a composite
 * alarm with an unknown child, or one that depends on itself.
 */
export function replayAlarms(
  alarms: readonly AlarmDefinition[],
  samplesOf: SampleSource,
  options: ReplayOptions,
): readonly AlarmHistory[] {
  const known = new Map<string, AlarmHistory>();
  for (const alarm of alarms) {
    if (alarm.kind !== 'composite') known.set(alarm.name, replay(alarm, samplesOf, options));
  }
  const composites = alarms.filter((alarm) => alarm.kind === 'composite');
  for (const alarm of inOrder(composites, new Set(known.keys()))) {
    known.set(alarm.name, follow(alarm, known, options));
  }

  return alarms.flatMap(({ name }) => known.get(name) ?? []);
}

function replay(
  alarm: DatapointAlarm,
  samplesOf: SampleSource,
  options: ReplayOptions,
): AlarmHistory {
  const stepMs = options.stepMs ?? defaultStepMs(alarm);
  const stepsPerPeriod = (alarm.periodSeconds * 1_000) / stepMs;
  if (!Number.isInteger(stepsPerPeriod)) {
    throw new RangeError(
      `Cannot replay alarm "${alarm.name}" every ${stepMs} ms; expected a divisor of its period, ${alarm.periodSeconds} s`,
    );
  }
  const lookBack = (alarm.evaluationPeriods + EXTRA_PERIODS - 1) * stepsPerPeriod;
  const firstMs = firstStepMs(options, stepMs);
  const count = Math.max(0, Math.floor((options.toMs - firstMs) / stepMs) + 1);
  const grid = { fromMs: firstMs - lookBack * stepMs, stepMs, count: count + lookBack };
  const datapoints = datapointsOf(alarm, samplesOf, grid);

  const initial = ownValue(options.initial ?? {}, alarm.name) ?? NEW_ALARM;
  const transitions: AlarmTransition[] = [];
  const warmUntilMs = warmUpEndMs(alarm, options);
  for (let end = lookBack; end < datapoints.length; end += 1) {
    if (grid.fromMs + end * stepMs < warmUntilMs) continue;
    const range = everyNth(datapoints, stepsPerPeriod, { from: end - lookBack, to: end });
    const from = currentState(transitions, initial);
    const { state: to, reason } = evaluateAlarm(alarm, range, { previous: from });
    if (to !== from) transitions.push({ atMs: grid.fromMs + end * stepMs, from, to, reason });
  }

  return { alarm: alarm.name, transitions, state: currentState(transitions, initial) };
}

function warmUpEndMs(
  { warmUpMinutes = 0 }: DatapointAlarm,
  { createdAtMs }: ReplayOptions,
): number {
  return createdAtMs === undefined ? -Infinity : createdAtMs + warmUpMinutes * MINUTE_MS;
}

/** The datapoints of neighbouring periods, oldest first. */
function everyNth(
  datapoints: readonly Datapoint[],
  step: number,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Datapoint[] {
  const range: Datapoint[] = [];
  for (let index = from; index <= to; index += step) range.push(datapoints[index] ?? null);

  return range;
}

function firstStepMs({ fromMs }: ReplayOptions, stepMs: number): number {
  return Math.ceil(fromMs / stepMs) * stepMs;
}

function defaultStepMs({ periodSeconds }: DatapointAlarm): number {
  return periodSeconds * 1_000 < MINUTE_MS ? HIGH_RESOLUTION_STEP_MS : MINUTE_MS;
}

/** Evaluates a composite alarm at the start and at each change of a child. */
function follow(
  { name, rule }: CompositeAlarm,
  known: ReadonlyMap<string, AlarmHistory>,
  options: ReplayOptions,
): AlarmHistory {
  const children = childrenOf(rule).flatMap((child) => known.get(child) ?? []);
  const changes = children.flatMap(({ transitions }) => transitions.map(({ atMs }) => atMs));
  const firstMs = firstStepMs(options, options.stepMs ?? MINUTE_MS);
  const instants = [...new Set([firstMs, ...changes])].filter((atMs) => atMs <= options.toMs);

  const initial = ownValue(options.initial ?? {}, name) ?? NEW_ALARM;
  const transitions: AlarmTransition[] = [];
  for (const atMs of instants.toSorted((a, b) => a - b)) {
    const states = new Map(
      children.map((child) => [
        child.alarm,
        stateAt(child, atMs, ownValue(options.initial ?? {}, child.alarm)),
      ]),
    );
    const from = currentState(transitions, initial);
    const to = ruleHolds(rule, (child) => states.get(child) ?? NEW_ALARM) ? 'ALARM' : 'OK';
    if (to !== from) transitions.push({ atMs, from, to, reason: 'children' });
  }

  return { alarm: name, transitions, state: currentState(transitions, initial) };
}

/** The state of an alarm at an instant; `initial` before its first change. */
export function stateAt(
  { transitions }: Pick<AlarmHistory, 'transitions'>,
  atMs: number,
  initial: AlarmState = NEW_ALARM,
): AlarmState {
  return transitions.findLast((transition) => transition.atMs <= atMs)?.to ?? initial;
}

/** Sorts composite alarms so that children come before their parents. */
function inOrder(
  composites: readonly CompositeAlarm[],
  metricAlarms: ReadonlySet<string>,
): readonly CompositeAlarm[] {
  const ready = new Set(metricAlarms);
  const ordered: CompositeAlarm[] = [];
  let waiting = composites;
  while (waiting.length > 0) {
    const next = waiting.filter(({ rule }) => childrenOf(rule).every((child) => ready.has(child)));
    if (next.length === 0) throw new RangeError(unordered(waiting, ready));
    ordered.push(...next);
    for (const { name } of next) ready.add(name);
    waiting = waiting.filter((alarm) => !next.includes(alarm));
  }

  return ordered;
}

function unordered(waiting: readonly CompositeAlarm[], ready: ReadonlySet<string>): string {
  const names = waiting.map(({ name }) => `"${name}"`).join(', ');
  const lacking = waiting
    .flatMap(({ rule }) => childrenOf(rule))
    .filter((each) => !ready.has(each));
  const children = [...new Set(lacking)].map((each) => `"${each}"`).join(', ');

  return `Cannot evaluate composite alarm ${names}: ${children} is unknown or depends on it; expected children that exist, without a cycle`;
}

function currentState(transitions: readonly AlarmTransition[], initial: AlarmState): AlarmState {
  return transitions.at(-1)?.to ?? initial;
}
