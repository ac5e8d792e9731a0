import type { JourneyPlan } from '../journey/plan.ts';
import type { RunRecord } from '../record/run-record.ts';
import { metricSamplesOf } from './metric-samples.ts';
import type { AlarmFrame } from './alarm-description.ts';
import { type AlarmEvidence, alarmEvidence } from './alarm-evidence.ts';
import {
  type AlarmChange,
  type AlarmStatus,
  alarmWatch,
  type WatchedAlarm,
} from './alarm-watch.ts';
import { type BudgetStatus, budgetStatuses } from './budget-status.ts';
import { planForRegions } from './plan-for-regions.ts';
import { journeyAlarms } from './journey-alarms.ts';
import { missingSamples } from './missing-samples.ts';
import { type NamedSample, sampleLog } from './sample-log.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';

/** What the alarms of the platform on this machine are made of. */
export interface LocalAlarmsOptions extends AlarmFrame {
  readonly plans: readonly JourneyPlan[];
  /** The one region that everything here runs in. */
  readonly region: string;
  /** When the platform was started: before, nobody promised any record. */
  readonly startMs: number;
}

/** The alarms of the platform on this machine, in place of CloudWatch. */
export interface LocalAlarms {
  /** Takes in a record, of before the start or of now. */
  add(record: RunRecord): void;
  /** Evaluates every whole minute since the last time; the changes, in order. */
  advance(nowMs: number): readonly AlarmChange[];
  statuses(journey: string): readonly AlarmStatus[];
  budgets(journey: string, nowMs: number): readonly BudgetStatus[];
  /** What an alarm saw at an instant; null for a composite. */
  evidence(alarm: WatchedAlarm, atMs: number): AlarmEvidence | null;
}

/** How far before the start states are replayed: a state that was kept began some time ago. */
const REPLAYED_MS = DAY_MS;
/** How long a record may take until the gap detector calls its slot missing. */
const PATIENCE_MS = 10 * MINUTE_MS;
/** Longer than any alarm looks back: three weeks, for a period of a week. */
const KEPT_MS = 22 * DAY_MS;

/** Makes the alarms of the platform on this machine; records of before the start are added first. */
export function localAlarms(options: LocalAlarmsOptions): LocalAlarms {
  const { region, stage, startMs } = options;
  const plans = new Map(options.plans.map((plan) => [plan.name, planForRegions(plan, [region])]));
  const log = sampleLog();
  const gaps = gapDetector(plans, { region, startMs });
  const watched = [...plans.values()].flatMap((plan) => watchedAlarms(plan, options));
  const watch = alarmWatch(watched, log.samplesOf);
  let evaluatedMinute = Math.floor((startMs - REPLAYED_MS) / MINUTE_MS);

  return {
    add: (record) => {
      const plan = plans.get(record.journey);
      if (plan === undefined) return;
      const metrics = plan.budgets.map(({ metric }) => metric);
      log.add(metricSamplesOf(record, { metrics, counted: false }));
      gaps.add(record);
    },
    advance: (nowMs) => {
      const minute = Math.floor(nowMs / MINUTE_MS);
      if (minute <= evaluatedMinute) return [];
      evaluatedMinute = minute;
      log.add(gaps.search(nowMs - PATIENCE_MS));
      log.prune(nowMs - KEPT_MS);

      return watch.advance(nowMs);
    },
    statuses: (journey) => watch.statuses().filter(({ alarm }) => alarm.journey === journey),
    budgets: (journey, nowMs) => {
      const plan = plans.get(journey);
      const at = { stage, region, nowMs };
      return plan === undefined ? [] : budgetStatuses(plan, log.samplesOf, at);
    },
    evidence: ({ definition }, atMs) =>
      definition.kind === 'composite' ? null : alarmEvidence(definition, log.samplesOf, atMs),
  };
}

interface GapDetector {
  readonly add: (record: RunRecord) => void;
  /** What is missing of the whole hours that ended since the last search. */
  readonly search: (toMs: number) => readonly NamedSample[];
}

function gapDetector(
  plans: ReadonlyMap<string, JourneyPlan>,
  { region, startMs }: { readonly region: string; readonly startMs: number },
): GapDetector {
  const slots = new Map([...plans.keys()].map((journey) => [journey, new Set<number>()]));
  let searchedMs = startMs;

  return {
    add: ({ journey, scheduledAt, outcome }) => {
      if (scheduledAt === null || outcome === 'missing') return;
      slots.get(journey)?.add(Date.parse(scheduledAt));
    },
    search: (toMs) => {
      const range = { fromMs: searchedMs, toMs };
      searchedMs = Math.max(searchedMs, Math.floor(toMs / HOUR_MS) * HOUR_MS);

      return [...plans.values()].flatMap(({ name: journey, schedule }) => {
        const recorded = slots.get(journey) ?? new Set<number>();
        const found = missingSamples(schedule, { journey, region }, { recorded, ...range });
        for (const slot of recorded) if (slot < searchedMs) recorded.delete(slot);
        return found;
      });
    },
  };
}

/** *Silent* is watched once its periods lie after the start. */
function watchedAlarms(plan: JourneyPlan, options: LocalAlarmsOptions): readonly WatchedAlarm[] {
  const { startMs } = options;

  return journeyAlarms(plan, options).map((alarm) => {
    const { definition, kind } = alarm;
    const learningMs =
      definition.kind === 'composite'
        ? 0
        : definition.evaluationPeriods * definition.periodSeconds * 1_000;
    const fromMs = kind === 'silent' ? startMs + learningMs : startMs - REPLAYED_MS;
    return { ...alarm, journey: plan.name, fromMs };
  });
}
