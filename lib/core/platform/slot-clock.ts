import type { JourneyPlan } from '../journey/plan.ts';
import type { Clock } from '../ports.ts';
import { seriesId, type SlotSeries } from '../record/slot-series.ts';
import { clockWatch } from './clock-watch.ts';
import { type SeriesSlots, seriesSlots } from './series-slots.ts';

/** One scheduled execution of one journey in one region. */
export interface Slot {
  readonly journey: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** A timer on the clock of the slots, which may be compressed. */
export interface SlotTimer {
  readonly after: (delayMs: number, action: () => void) => () => void;
  /** Longest single wait. Default: 5 s. */
  readonly maxWaitMs?: number;
  /** Shortest move of the clock that is reported. Default: 1 s; Infinity: a clock that cannot be set. */
  readonly minMoveMs?: number;
}

/** Clock and timer of the slot clock. */
interface SlotClockPorts extends SlotTimer {
  readonly clock: Clock;
}

/** What the slot clock reports. */
export interface SlotListener {
  readonly onSlot: (slot: Slot) => void;
  /** The clock moved by more than time passed: it was set, or this machine slept. Negative: back. */
  readonly onClockMoved: (byMs: number) => void;
  /** So many slots of all series passed without a run: their next ones had come when time was read. */
  readonly onPassed: (count: number) => void;
}

/**
 * Longest single wait: timers do not follow the system clock, so one that was set, or a machine that
 * woke up, is noticed after at most this time.
 */
const MAX_WAIT_MS = 5_000;
/** Clocks are corrected by less than this all the time. */
const MIN_MOVE_MS = 1_000;

/** A running slot clock, which calls back at every slot until it is stopped. */
export interface SlotClock {
  /** The next instant of a journey in a region, in milliseconds since the epoch; null: none. */
  next(journey: string, region: string): number | null;
  stop(): void;
}

/** A journey of the slot clock. */
interface ScheduledJourney {
  readonly plan: JourneyPlan;
  readonly region: string;
  /** Slots that have a record already, such as future ones of a clock that was ahead. */
  readonly recorded?: readonly number[];
}

/**
 * Calls `onSlot` once at every slot of the given journeys, as EventBridge does in AWS. What is due is
 * computed again from the clock at each tick, so a clock that moves either way neither silences a
 * journey nor repeats a slot. A slot whose next one has come is not run: it is recorded as missing.
 */
export function startSlotClock(
  plans: readonly ScheduledJourney[],
  listener: SlotListener,
  ports: SlotClockPorts,
): SlotClock {
  const { clock, after, maxWaitMs = MAX_WAIT_MS, minMoveMs = MIN_MOVE_MS } = ports;
  const series = new Map(plans.map((each) => [seriesId(idOf(each)), seriesOf(each)]));
  const watch = clockWatch(clock, minMoveMs);
  const startMonotonicMs = clock.monotonicMs();
  /** The start, on the clock as it is now: slots before it are not ours. */
  let sinceMs = clock.epochMs();
  let cancel: (() => void) | null = null;
  wait();

  function tick(): void {
    const movedMs = watch.movedMs();
    if (movedMs !== 0) listener.onClockMoved(movedMs);
    const startMs = clock.epochMs() - (clock.monotonicMs() - startMonotonicMs);
    // Also below the first start, if the clock was ahead then.
    if (movedMs < 0) sinceMs = Math.min(sinceMs, startMs);
    wait();
  }

  /** Delivers what is due, and waits for the next slot. */
  function wait(): void {
    const nowMs = clock.epochMs();
    deliver([...series.values()], { nowMs, sinceMs }, listener);
    const firstMs = Math.min(
      ...[...series.values()].map(({ slots }) => slots.next(nowMs) ?? Infinity),
    );
    const delayMs = Math.min(maxWaitMs, Math.max(0, firstMs - clock.epochMs()));
    cancel = after(delayMs, tick);
  }

  return {
    next: (journey, region) =>
      series.get(seriesId({ journey, region }))?.slots.next(clock.epochMs()) ?? null,
    stop: () => cancel?.(),
  };
}

interface Series {
  readonly id: SlotSeries;
  readonly slots: SeriesSlots;
}

function idOf({ plan, region }: ScheduledJourney): SlotSeries {
  return { journey: plan.name, region };
}

function seriesOf(scheduled: ScheduledJourney): Series {
  const id = idOf(scheduled);

  return { id, slots: seriesSlots(scheduled.plan.schedule, id, scheduled.recorded ?? []) };
}

function deliver(
  series: readonly Series[],
  { nowMs, sinceMs }: { readonly nowMs: number; readonly sinceMs: number },
  listener: SlotListener,
): void {
  let passed = 0;
  for (const { id, slots } of series) {
    const due = slots.due(nowMs, sinceMs);
    passed += due.passed;
    if (due.atMs === null) continue;
    slots.take(due.atMs);
    listener.onSlot({ ...id, atMs: due.atMs });
  }
  if (passed > 0) listener.onPassed(passed);
}
