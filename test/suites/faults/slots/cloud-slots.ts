import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';
import { DEPLOYED_SCAN } from '../../../../lib/core/jobs/gaps.ts';
import type { JourneyPlan, SchedulePlan } from '../../../../lib/core/journey/plan.ts';
import type { RecordRank } from '../../../../lib/core/record/record-rank.ts';
import { slotsFrom } from '../../../../lib/core/schedule/slots.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import type { Draws } from '../../../support/draws.ts';
import { gapScanner, type SlotStore, slotStore } from './slot-store.ts';

/** What became of the slots of a campaign. */
export interface SlotFigures {
  readonly slots: number;
  /** Slots of which nothing arrived: lost events, dead runners. */
  readonly lost: number;
  /** Slots whose record came after the gap detector had found them missing, or might have. */
  readonly late: number;
  /** Slots without a record, or with another than the best that arrived. Must be empty. */
  readonly wrong: readonly string[];
}

/** A record or report on its way to the table. */
interface Arrival {
  readonly atMs: number;
  readonly slotMs: number;
  readonly rank: RecordRank;
}

/** A time in which a part of the platform does not work, in milliseconds since 1970. */
interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

const CRONS: readonly [string, ...string[]] = [
  '*/5 * * * ? *',
  '0/30 * * * ? *',
  '30 1,2,3 * * ? *',
  '0,15,30,45 0-4 ? * SUN *',
  '0 9 ? * MON-FRI *',
];
const ZONES: readonly [string, ...string[]] = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];
/** The hourly jobs run at this minute. */
const SCAN_MINUTE_MS = 7 * MINUTE_MS;
/** Outages of the jobs that the catch-up of the gap detector covers. */
const MAX_JOBS_OUTAGE_MS = DEPLOYED_SCAN.catchUpMs - 2 * HOUR_MS;
/** Queues keep messages for 14 days; the rest of the time is for redeliveries. */
const MAX_DELAY_MS = 12 * DAY_MS;
const MAX_SLOTS = 40_000;
/** Of one part in one series; together they stay within their bound when they overlap. */
const MAX_OUTAGES = 3;

/** Plays the schedule of one series with everything that goes wrong in between. */
export function playSeries(draws: Draws): SlotFigures {
  const plan = randomPlan(draws);
  const region = plan.regions[0] ?? '';
  const series = { journey: plan.name, region };
  const startMs = Date.UTC(2024 + draws.below(8), draws.below(12), 1 + draws.below(28));
  const endMs = startMs + (2 + draws.below(40)) * DAY_MS;
  const store = slotStore({ name: plan.name, region });
  const platform = {
    events: outages(draws, { fromMs: startMs, toMs: endMs, maxMs: DAY_MS }),
    recorder: outages(draws, { fromMs: startMs, toMs: endMs, maxMs: MAX_DELAY_MS / 2 }),
  };
  const fates = new Map<number, readonly Arrival[]>();
  for (const slotMs of slotsFrom(plan.schedule, series, startMs)) {
    if (slotMs >= endMs || fates.size >= MAX_SLOTS) break;
    fates.set(slotMs, arrivalsOf(slotMs, platform, draws));
  }
  playHours(plan, store, { startMs, fates, draws });

  return judge({ fates, store, countedFromMs: startMs + SCAN_MINUTE_MS + DEPLOYED_SCAN.settleMs });
}

function randomPlan(draws: Draws): JourneyPlan {
  const schedule: SchedulePlan =
    draws.below(3) === 0
      ? { kind: 'cron', expression: draws.of(CRONS), timeZone: draws.of(ZONES) }
      : { kind: 'rate', everyMinutes: draws.of([1, 1, 1, 2, 5, 7, 10, 15, 60, 240]) };

  return planOf({ name: `journey-${draws.below(1_000)}`, schedule, regions: ['eu-west-1'] });
}

function outages(
  draws: Draws,
  { fromMs, toMs, maxMs }: Outage & { readonly maxMs: number },
): readonly Outage[] {
  return Array.from({ length: draws.below(1 + MAX_OUTAGES) }, () => {
    const beginMs = fromMs + draws.share() * (toMs - fromMs);

    return { fromMs: beginMs, toMs: beginMs + draws.share() ** 3 * maxMs };
  });
}

function isWithin(ms: number, during: readonly Outage[]): Outage | undefined {
  return during.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
}

/** What arrives of a slot, and when; nothing: the slot was lost. */
function arrivalsOf(
  slotMs: number,
  platform: { readonly events: readonly Outage[]; readonly recorder: readonly Outage[] },
  draws: Draws,
): readonly Arrival[] {
  function arrival(rank: RecordRank, delayMs: number): Arrival {
    const atMs = slotMs + delayMs;
    const out = isWithin(atMs, platform.recorder);

    return { slotMs, rank, atMs: out === undefined ? atMs : out.toMs + draws.share() * HOUR_MS };
  }

  if (isWithin(slotMs, platform.events) !== undefined) return [];
  const soonMs = draws.share() * 3 * MINUTE_MS;
  const fate = draws.below(100);
  if (fate === 0) return [];
  if (fate === 1) return [arrival('undelivered', draws.share() * HOUR_MS)];
  if (fate === 2)
    return [arrival('died', soonMs), arrival('run', draws.share() ** 6 * MAX_DELAY_MS)];
  if (fate === 3)
    return [arrival('run', soonMs), arrival('run', draws.share() ** 6 * MAX_DELAY_MS)];
  if (fate === 4) return [arrival('run', draws.share() ** 6 * MAX_DELAY_MS)];

  return [arrival('run', soonMs)];
}

interface Play {
  readonly startMs: number;
  readonly fates: ReadonlyMap<number, readonly Arrival[]>;
  readonly draws: Draws;
}

/** Lets records arrive and the jobs scan, hour by hour, until everything has come. */
function playHours(plan: JourneyPlan, store: SlotStore, { startMs, fates, draws }: Play): void {
  const hours = new Map<number, Arrival[]>();
  for (const arrivals of fates.values()) {
    for (const arrival of arrivals) {
      const hour = Math.max(0, Math.ceil((arrival.atMs - startMs - SCAN_MINUTE_MS) / HOUR_MS));
      const arriving = hours.get(hour) ?? [];
      hours.set(hour, arriving);
      arriving.push(arrival);
    }
  }
  const lastSlotMs = Math.max(startMs, ...[...fates.keys()].slice(-1));
  const lastArrival = Math.max(...hours.keys(), Math.ceil((lastSlotMs - startMs) / HOUR_MS));
  const jobsOut = outages(draws, {
    fromMs: startMs + 4 * HOUR_MS,
    toMs: startMs + Math.max(4, lastArrival) * HOUR_MS,
    maxMs: MAX_JOBS_OUTAGE_MS / MAX_OUTAGES,
  });
  const backMs = Math.max(startMs, ...jobsOut.map(({ toMs }) => toMs));
  const last = Math.max(4, lastArrival, Math.ceil((backMs - startMs) / HOUR_MS)) + 2;
  const scanner = gapScanner(plan, store, DEPLOYED_SCAN);
  for (let hour = 0; hour <= last; hour += 1) {
    for (const { slotMs, rank } of hours.get(hour) ?? []) store.put(slotMs, rank);
    const nowMs = startMs + hour * HOUR_MS + SCAN_MINUTE_MS;
    if (isWithin(nowMs, jobsOut) === undefined) scanner.scan(nowMs);
  }
}

interface Judged {
  readonly fates: Play['fates'];
  readonly store: SlotStore;
  readonly countedFromMs: number;
}

/** Every counted slot has the best of what arrived, or is missing; and there is no other record. */
function judge({ fates, store, countedFromMs }: Judged): SlotFigures {
  const wrong: string[] = [];
  for (const [slotMs, arrivals] of fates) {
    const rank = store.rankOf(slotMs);
    const expected = bestOf(arrivals);
    // Before the regions are deployed, a slot may have no record, but no wrong one.
    if (rank === expected || (rank === null && slotMs < countedFromMs)) continue;
    wrong.push(`${new Date(slotMs).toISOString()}: ${rank}, not ${expected}`);
  }
  const others = countOthers(fates, store);
  if (others > 0) wrong.push(`${others} records of no slot`);

  return { slots: fates.size, lost: count(fates, isLost), late: count(fates, isLate), wrong };
}

function bestOf(arrivals: readonly Arrival[]): RecordRank {
  return arrivals.some(({ rank }) => rank === 'run') ? 'run' : (arrivals[0]?.rank ?? 'missing');
}

function isLost(arrivals: readonly Arrival[]): boolean {
  return arrivals.length === 0;
}

function isLate(arrivals: readonly Arrival[]): boolean {
  return arrivals.some(({ atMs, slotMs }) => atMs > slotMs + DEPLOYED_SCAN.arrivalMs);
}

function count(fates: Play['fates'], has: (arrivals: readonly Arrival[]) => boolean): number {
  return [...fates.values()].filter(has).length;
}

/** Records between the first and the last slot that belong to none. */
function countOthers(fates: Play['fates'], store: SlotStore): number {
  const slots = [...fates.keys()];
  const stored = store.between({ fromMs: slots[0] ?? 0, toMs: (slots.at(-1) ?? 0) + 1 });

  return stored.filter(({ scheduledAt }) => !fates.has(Date.parse(scheduledAt))).length;
}
