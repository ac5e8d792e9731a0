import type { JourneyPlan, SchedulePlan } from '../journey/plan.ts';
import { slotOffsetMinutes, slotsBetween } from '../schedule/slots.ts';
import { longestRun } from './preflight-run-time.ts';
import { DAY_MINUTES, MINUTE_MS } from '../base/time.ts';

const WEEK_MINUTES = 7 * DAY_MINUTES;

/** When most runs are under way at once in a region. */
export interface Peak {
  readonly atMs: number;
  readonly runs: number;
}

/** Whose runs are counted, and where. */
export interface PeakSubject {
  readonly plans: readonly JourneyPlan[];
  readonly region: string;
  /** The shortest time between two slots of a schedule. */
  readonly intervalMs: (schedule: SchedulePlan) => number;
}

/**
 * The greatest number of runs under way at once in a region within the week after an instant, and
 * its first minute, if every run takes as long as it may: as they do when the target hangs. Null
 * where the sum of what each journey can reach by itself is not above a limit, which is quick to
 * see. Takes time in proportion to the slots of the week.
 */
export function peakAbove(limit: number, subject: PeakSubject, nowMs: number): Peak | null {
  const plans = subject.plans.filter(({ regions }) => regions.includes(subject.region));
  const bound = plans.reduce((sum, plan) => sum + mostAtOnce(plan, subject.intervalMs), 0);
  if (bound <= limit) return null;
  const startMinute = Math.floor(nowMs / MINUTE_MS);
  // Of each minute: runs that begin less runs that have ended.
  const changes = new Int32Array(WEEK_MINUTES + 1);
  for (const plan of plans) addRuns(changes, { plan, region: subject.region, startMinute });
  const peak = highest(changes);

  return peak.runs > limit
    ? { runs: peak.runs, atMs: (startMinute + peak.minute) * MINUTE_MS }
    : null;
}

function mostAtOnce(plan: JourneyPlan, intervalMs: PeakSubject['intervalMs']): number {
  return Math.ceil(longestRun(plan).totalMs / intervalMs(plan.schedule));
}

interface Series {
  readonly plan: JourneyPlan;
  readonly region: string;
  readonly startMinute: number;
}

function addRuns(changes: Int32Array, series: Series): void {
  const minutes = Math.ceil(longestRun(series.plan).totalMs / MINUTE_MS);
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
