import type { MaintenanceWindow } from '../journey/config.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { alarmActions, muteWindowsOf } from './muting.ts';
import type {
  AlarmKind,
  AlarmState,
  DatapointAlarm,
  JourneyAlarm,
  MuteWindow,
} from './alarm-definition.ts';
import type { AlarmFrame } from './alarm-description.ts';
import { type AlarmEvidence, alarmEvidence } from './alarm-evidence.ts';
import { type AlarmHistory, type AlarmTransition, replayAlarms } from './alarm-history.ts';
import type { SampleSource } from './datapoints.ts';
import { journeyAlarms } from './journey-alarms.ts';

/** A stretch of time in which an alarm would have been on. */
export interface Firing {
  readonly atMs: number;
  /** Null: it still is. */
  readonly endedAtMs: number | null;
  /** Until the end of the replay where it still is on. */
  readonly durationMs: number;
  readonly reason: AlarmTransition['reason'];
  /** Null for a composite. */
  readonly evidence: AlarmEvidence | null;
  /** When people would have been told; null: never, for it was muted, or tells nobody. */
  readonly notifiedAtMs: number | null;
  /** Whether maintenance kept it from telling, for a while or for good. */
  readonly muted: boolean;
}

/** What one alarm would have done. */
export interface AlarmBacktest {
  readonly kind: AlarmKind;
  /** Such as `down` or `budget p75 lcp`. */
  readonly label: string;
  readonly name: string;
  /** Null for a composite. */
  readonly definition: DatapointAlarm | null;
  /** At the end of the replay. */
  readonly state: AlarmState;
  /** Since when; null: since before the replay. */
  readonly stateSinceMs: number | null;
  readonly firings: readonly Firing[];
}

/** What the alarms of one journey would have done. */
export interface JourneyBacktest {
  readonly journey: string;
  readonly regions: readonly string[];
  readonly failingRegions: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly alarms: readonly AlarmBacktest[];
}

/** Which time to replay, and how alarms are muted in it. */
export interface BacktestOptions extends AlarmFrame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maintenance: readonly MaintenanceWindow[];
}

/**
 * Replays the alarms of a journey, as they are now configured, over samples. They begin `OK`. Of a
 * history that begins later than the replay, the first periods of *silent* are not replayed: there
 * was nothing to be silent yet.
 */
export function backtestJourney(
  plan: JourneyPlan,
  samples: { readonly samplesOf: SampleSource; readonly oldestMs: number | null },
  options: BacktestOptions,
): JourneyBacktest {
  const alarms = journeyAlarms(plan, options);
  const fromMs = Math.max(options.fromMs, (samples.oldestMs ?? options.toMs) + learningMs(alarms));
  const { toMs } = options;
  const definitions = alarms.map(({ definition }) => definition);
  const histories = replayAlarms(definitions, samples.samplesOf, {
    fromMs,
    toMs,
    initial: Object.fromEntries(definitions.map(({ name }) => [name, 'OK'])),
  });
  const windows = muteWindowsOf(options.maintenance, [{ journey: plan.name, alarms }]);

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

/** How far back an alarm looks; of *silent*, so long a history must be before it means something. */
function learningMs(alarms: readonly JourneyAlarm[]): number {
  return Math.max(
    0,
    ...alarms.map(({ kind, definition }) =>
      kind === 'silent' && definition.kind !== 'composite'
        ? definition.evaluationPeriods * definition.periodSeconds * 1_000
        : 0,
    ),
  );
}

interface Replayed {
  readonly history: AlarmHistory;
  /** Null for a composite, which tells nobody and reads no datapoints. */
  readonly single: DatapointAlarm | null;
}

function firingsOf(
  { history, single }: Replayed,
  samplesOf: SampleSource,
  { windows, toMs }: { readonly windows: readonly MuteWindow[]; readonly toMs: number },
): readonly Firing[] {
  const told = alarmActions(history, windows, { toMs });

  return history.transitions
    .map((transition, index) => ({ ...transition, next: history.transitions[index + 1] }))
    .filter(({ to }) => to === 'ALARM')
    .map(({ atMs, reason, next }) => {
      const stretch = { atMs, reason, endedAtMs: next?.atMs ?? null };
      const durationMs = (next?.atMs ?? toMs) - atMs;
      if (single === null) {
        return { ...stretch, durationMs, evidence: null, notifiedAtMs: null, muted: false };
      }
      const notifiedAtMs = told.find(({ enteredAtMs }) => enteredAtMs === atMs)?.atMs ?? null;
      const evidence = alarmEvidence(single, samplesOf, atMs);
      return { ...stretch, durationMs, evidence, notifiedAtMs, muted: notifiedAtMs !== atMs };
    });
}

/** What many back-tests come to. Composites, which tell nobody, are not counted. */
export interface BacktestTotals {
  readonly firings: number;
  /** Of these, told when they began. */
  readonly notified: number;
  /** Of these, told at the end of a maintenance window. */
  readonly notifiedLate: number;
  /** Of these, never told: over before the maintenance was. */
  readonly muted: number;
  /** Of these, not over at the end of the replay. */
  readonly on: number;
  readonly durationMs: number;
}

/** Sums up back-tests; null stands for a journey that has no history. */
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
