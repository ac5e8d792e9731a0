import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { BudgetPlan, JourneyPlan } from '../journey/plan.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { AlarmFrame } from './alarm-meaning.ts';
import { type AlarmEvidence, alarmEvidence } from './alarm-evidence.ts';
import { budgetPeriods, slotRhythm } from './alarm-periods.ts';
import {
  type AlarmChange,
  type AlarmStatus,
  alarmWatch,
  type WatchedAlarm,
} from './alarm-watch.ts';
import { type SampleSource, statisticOf } from './datapoints.ts';
import { journeyAlarms } from './journey-alarms.ts';
import { budgetMetricName, journeyDimensions, metricNamespace } from './metric-names.ts';
import { metricSamplesOf } from './metric-samples.ts';
import { missingSamples, type NamedSample, sampleLog } from './sample-log.ts';
import { planForRegions } from './region-alarm.ts';

/** Journeys, region and start of the platform on this machine. */
interface LocalAlarmsOptions extends AlarmFrame {
  readonly plans: readonly JourneyPlan[];
  /** The region that all local runs are recorded in. */
  readonly region: string;
  /** When the platform was started: no record is expected before. */
  readonly startMs: number;
}

/** Evaluates the alarms of `waywiser dev`, in place of CloudWatch. */
export interface LocalAlarms {
  /** Adds a record, from before the start or from now. */
  add(record: RunRecord): void;
  /** Evaluates every whole minute since the last call; returns the changes in order. */
  advance(nowMs: number): readonly AlarmChange[];
  statuses(journey: string): readonly AlarmStatus[];
  budgets(journey: string, nowMs: number): readonly BudgetStatus[];
  /** The datapoints that an alarm was evaluated on at an instant; null for a composite. */
  evidence(alarm: WatchedAlarm, atMs: number): AlarmEvidence | null;
}

/** How far before the start the replay begins: a state that is kept may have begun long ago. */
const REPLAYED_MS = DAY_MS;
/** How late after its slot a record may be stored before the slot is missing. */
const ARRIVAL_MS = 10 * MINUTE_MS;
/** Longer than any evaluation range: three weeks, for a period of a week. */
const RETAINED_MS = 22 * DAY_MS;

/** Creates the local alarms. Add the records from before the start first. */
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
      log.add(gaps.search(nowMs - ARRIVAL_MS));
      log.prune(nowMs - RETAINED_MS);

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
  /** Samples of `Missing` for the whole hours that ended since the last search. */
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

/** *Silent* is evaluated once its evaluation range is after the start. */
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

/** A budget and its current value in one region. */
interface BudgetStatus extends BudgetPlan {
  /** Null while there are too few runs. */
  readonly value: number | null;
}

/** Probability below which all samples lying on one side of the percentile is not due to chance. */
const MAX_PROBABILITY = 0.05;

/**
 * The value of each budget of a journey in one region: the percentile, by nearest rank, of the samples
 * in the period of its alarm. Null with too few samples to bound it: n independent samples all lie
 * below the true percentile p with probability pⁿ, which must be less than 5% (5 samples for p50, 11
 * for p75, 59 for p95).
 */
export function budgetStatuses(
  plan: JourneyPlan,
  samplesOf: SampleSource,
  at: { readonly stage: string; readonly region: string; readonly nowMs: number },
): readonly BudgetStatus[] {
  const rhythm = slotRhythm(plan.schedule);

  return plan.budgets.map((budget) => {
    const { statistic } = budget;
    const { periodSeconds } = budgetPeriods(rhythm, statistic);
    const values = samplesOf({
      namespace: metricNamespace(at.stage),
      name: budgetMetricName(budget.metric),
      dimensions: journeyDimensions(plan.name, at.region),
      statistic,
    })
      .filter(({ atMs }) => atMs >= at.nowMs - periodSeconds * 1_000 && atMs <= at.nowMs)
      .map(({ value }) => value);
    const enough = (Number(statistic.slice(1)) / 100) ** values.length < MAX_PROBABILITY;

    return { ...budget, value: enough ? statisticOf(statistic, values) : null };
  });
}
