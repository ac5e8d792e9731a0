import type { MaintenancePlan } from '../journey/resolved-config.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { alarmActions, muteWindowsOf } from './muting.ts';
import type { AlarmKind, AlarmState, DatapointAlarm, MuteWindow } from './alarm-definition.ts';
import type { AlarmFrame } from './alarm-meaning.ts';
import { type AlarmEvidence, alarmEvidence } from './alarm-evidence.ts';
import { type AlarmHistory, type AlarmTransition, replayAlarms } from './alarm-history.ts';
import type { SampleSource } from './datapoints.ts';
import { journeyAlarms } from './journey-alarms.ts';

/** A time range in which an alarm would have been in state `ALARM`. */
export interface Firing {
  readonly atMs: number;
  /** Null: it is still in alarm. */
  readonly endedAtMs: number | null;
  /** Up to the end of the replay when it is still in alarm. */
  readonly durationMs: number;
  readonly reason: AlarmTransition['reason'];
  /** Null for a composite. */
  readonly evidence: AlarmEvidence | null;
  /** When people would have been notified; null: never, because it was muted or is a composite. */
  readonly notifiedAtMs: number | null;
  /** Whether maintenance delayed or suppressed the notification. */
  readonly muted: boolean;
}

/** Result of replaying one alarm. */
export interface AlarmBacktest {
  readonly kind: AlarmKind;
  /** Such as `down` or `budget p75 lcp`. */
  readonly label: string;
  readonly name: string;
  /** Null for a composite. */
  readonly definition: DatapointAlarm | null;
  /** At the end of the replay. */
  readonly state: AlarmState;
  /** Start of that state; null: before the replay. */
  readonly stateSinceMs: number | null;
  readonly firings: readonly Firing[];
}

/** Result of replaying the alarms of one journey. */
export interface JourneyBacktest {
  readonly journey: string;
  readonly regions: readonly string[];
  readonly failingRegions: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly alarms: readonly AlarmBacktest[];
}

/** The time range to replay, and the maintenance windows in it. */
export interface BacktestOptions extends AlarmFrame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maintenance: readonly MaintenancePlan[];
}

/**
 * Replays the alarms of a journey, as configured now, over stored samples. All start as `OK`. When the
 * history starts later than the replay, the alarms count as created with it: *silent* is not evaluated
 * during its warm-up, because nothing could have been missing yet.
 */
export function backtestJourney(
  plan: JourneyPlan,
  samples: { readonly samplesOf: SampleSource; readonly oldestMs: number | null },
  options: BacktestOptions,
): JourneyBacktest {
  const alarms = journeyAlarms(plan, options);
  const createdAtMs = samples.oldestMs ?? options.toMs;
  const fromMs = Math.max(options.fromMs, createdAtMs);
  const { toMs } = options;
  const definitions = alarms.map(({ definition }) => definition);
  const histories = replayAlarms(definitions, samples.samplesOf, {
    fromMs,
    toMs,
    createdAtMs,
    initial: Object.fromEntries(definitions.map(({ name }) => [name, 'OK'])),
  });
  const windows = muteWindowsOf(options.maintenance, [{ journey: plan.name, alarms }], {
    fromMs,
    toMs,
  });

  return {
    journey: plan.name,
    regions: plan.regions,
    failingRegions: plan.alarm.failingRegions,
    fromMs,
    toMs,
    alarms: alarms.map(({ kind, label, definition }, index) => {
      const history = histories[index] ?? { alarm: definition.name, transitions: [], state: 'OK' };
      const single = definition.kind === 'composite' ? null : definition;
      return {
        kind,
        label,
        name: definition.name,
        definition: single,
        state: history.state,
        stateSinceMs: history.transitions.at(-1)?.atMs ?? null,
        firings: firingsOf({ history, single }, samples.samplesOf, { windows, toMs }),
      };
    }),
  };
}

interface Replayed {
  readonly history: AlarmHistory;
  /** Null for a composite, which sends no notifications and reads no datapoints. */
  readonly single: DatapointAlarm | null;
}

function firingsOf(
  { history, single }: Replayed,
  samplesOf: SampleSource,
  { windows, toMs }: { readonly windows: readonly MuteWindow[]; readonly toMs: number },
): readonly Firing[] {
  const actions = alarmActions(history, windows, { toMs });

  return history.transitions
    .map((transition, index) => ({ ...transition, next: history.transitions[index + 1] }))
    .filter(({ to }) => to === 'ALARM')
    .map(({ atMs, reason, next }) => {
      const firing = { atMs, reason, endedAtMs: next?.atMs ?? null };
      const durationMs = (next?.atMs ?? toMs) - atMs;
      if (single === null) {
        return { ...firing, durationMs, evidence: null, notifiedAtMs: null, muted: false };
      }
      const notifiedAtMs = actions.find(({ enteredAtMs }) => enteredAtMs === atMs)?.atMs ?? null;
      const evidence = alarmEvidence(single, samplesOf, atMs);
      return { ...firing, durationMs, evidence, notifiedAtMs, muted: notifiedAtMs !== atMs };
    });
}

/** Totals over several back-tests. Composites are not counted, because they send no notifications. */
export interface BacktestTotals {
  readonly firings: number;
  /** Notified at once. */
  readonly notified: number;
  /** Notified at the end of a maintenance window. */
  readonly notifiedLate: number;
  /** Never notified: over before the maintenance was. */
  readonly muted: number;
  /** Still in alarm at the end of the replay. */
  readonly on: number;
  readonly durationMs: number;
}

/** Adds up the back-tests of several journeys; null is a journey without history. */
export function totalsOf(tests: readonly (JourneyBacktest | null)[]): BacktestTotals {
  const firings = tests.flatMap((test) => (test === null ? [] : singleFirings(test)));

  return {
    firings: firings.length,
    notified: firings.filter(({ muted }) => !muted).length,
    notifiedLate: firings.filter(({ muted, notifiedAtMs }) => muted && notifiedAtMs !== null)
      .length,
    muted: firings.filter(({ notifiedAtMs }) => notifiedAtMs === null).length,
    on: firings.filter(({ endedAtMs }) => endedAtMs === null).length,
    durationMs: firings.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

function singleFirings({ alarms }: JourneyBacktest): readonly Firing[] {
  return alarms.filter(({ definition }) => definition !== null).flatMap(({ firings }) => firings);
}
