import type { JourneyPlan, SchedulePlan } from '../journey/plan.ts';
import { slotOffsetMinutes, slotsBetween } from '../schedule/slots.ts';
import { longestRun } from './preflight-run-time.ts';
import { DAY_MINUTES, MINUTE_MS } from '../base/time.ts';

const WEEK_MINUTES = 7 * DAY_MINUTES;

/** The greatest number of concurrent runs in a region, and its first minute. */
interface Peak {
  readonly atMs: number;
  readonly runs: number;
}

/** The journeys and the region whose runs are counted. */
export interface PeakSubject {
  readonly plans: readonly JourneyPlan[];
  readonly region: string;
  /** The shortest time between two slots of a schedule. */
  readonly intervalMs: (schedule: SchedulePlan) => number;
}

/**
 * The greatest number of concurrent runs in a region within the week after an instant, if every run
 * takes its full time, as when the target hangs. Null when it is not above a limit. Checks an upper
 * bound first: the sum of what each journey can reach alone. Takes time in proportion to the week's
 * slots.
 */
export function peakAbove(limit: number, subject: PeakSubject, nowMs: number): Peak | null {
  const plans = subject.plans.filter(({ regions }) => regions.includes(subject.region));
  const bound = plans.reduce((sum, plan) => sum + mostAtOnce(plan, subject.intervalMs), 0);
  if (bound <= limit) return null;
  const startMinute = Math.floor(nowMs / MINUTE_MS);
  // For each minute: the number of runs that start minus the number that end.
  const changes = new Int32Array(WEEK_MINUTES + 1);
  for (const plan of plans) addRuns(changes, { plan, region: subject.region, startMinute });
  const peak = highest(changes);

  return peak.runs > limit
    ? { runs: peak.runs, atMs: (startMinute + peak.minute) * MINUTE_MS }
    : null;
}

function mostAtOnce(plan: JourneyPlan, intervalMs: PeakSubject['intervalMs']): number {
  return Math.ceil(longestRun(plan).plannedMs / intervalMs(plan.schedule));
}

interface Series {
  readonly plan: JourneyPlan;
  readonly region: string;
  readonly startMinute: number;
}

function addRuns(changes: Int32Array, series: Series): void {
  const minutes = Math.ceil(longestRun(series.plan).plannedMs / MINUTE_MS);
  for (const minute of slotMinutes(series, minutes)) {
    const from = minute < 0 ? 0 : minute;
    const to = minute + minutes > WEEK_MINUTES ? WEEK_MINUTES : minute + minutes;
    if (to <= from) continue;
    changes[from] = (changes[from] ?? 0) + 1;
    changes[to] = (changes[to] ?? 0) - 1;
  }
}

/** The slots whose runs touch the week, in minutes from its start. */
function* slotMinutes({ plan, region, startMinute }: Series, before: number): Generator<number> {
  const { schedule, name: journey } = plan;
  const from = startMinute - before;
  if (schedule.kind === 'cron') {
    const range = { fromMs: from * MINUTE_MS, toMs: (startMinute + WEEK_MINUTES) * MINUTE_MS };
    for (const slotMs of slotsBetween(schedule, { journey, region }, range)) {
      yield slotMs / MINUTE_MS - startMinute;
    }
    return;
  }
  const { everyMinutes } = schedule;
  const offset = slotOffsetMinutes({ journey, region }, everyMinutes);
  const first = Math.ceil((from - offset) / everyMinutes) * everyMinutes + offset;
  for (let at = first - startMinute; at < WEEK_MINUTES; at += everyMinutes) yield at;
}

function highest(changes: Int32Array): { readonly minute: number; readonly runs: number } {
  let running = 0;
  let best = { minute: 0, runs: 0 };
  for (const [minute, change] of changes.entries()) {
    running += change;
    if (running > best.runs) best = { minute, runs: running };
  }

  return best;
}
