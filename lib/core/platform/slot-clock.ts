import type { JourneyPlan } from '../journey/plan.ts';
import { shortestIntervalMs } from '../schedule/shortest-interval.ts';
import { nextSlots } from '../schedule/slots.ts';

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
  /** Longest single wait. Default: 30 s. */
  readonly maxWaitMs?: number;
}

/** Clock and timer of the slot clock. */
interface SlotClockPorts extends SlotTimer {
  readonly epochMs: () => number;
}

/** Longest single wait: timers take at most 2^31 ms, and a change of the system clock must be noticed. */
const MAX_WAIT_MS = 30_000;

/** A running slot clock, which calls back at every slot until it is stopped. */
export interface SlotClock {
  /** The next instant of a journey in a region, in milliseconds since the epoch; null: none. */
  next(journey: string, region: string): number | null;
  stop(): void;
}

/**
 * Calls `onSlot` at every slot of the given journeys, as EventBridge does in AWS. A slot that passed
 * while this machine slept is not run later: it is recorded as missing.
 */
export function startSlotClock(
  plans: readonly { readonly plan: JourneyPlan; readonly region: string }[],
  onSlot: (slot: Slot) => void,
  ports: SlotClockPorts,
): SlotClock {
  const { maxWaitMs = MAX_WAIT_MS } = ports;
  const due = new Map<string, Slot & { readonly plan: JourneyPlan }>();
  let cancel: (() => void) | null = null;
  for (const { plan, region } of plans) schedule(plan, region, ports.epochMs());
  wait();

  function schedule(plan: JourneyPlan, region: string, afterMs: number): void {
    const journey = plan.name;
    const key = `${journey}\n${region}`;
    const [atMs] = nextSlots(plan.schedule, { journey, region }, { afterMs, count: 1 });
    if (atMs === undefined) due.delete(key);
    else due.set(key, { journey, region, atMs, plan });
  }

  function wait(): void {
    const first = Math.min(...[...due.values()].map((slot) => slot.atMs));
    const delayMs = Math.min(maxWaitMs, Math.max(0, first - ports.epochMs()));
    cancel = ports.after(delayMs, tick);
  }

  function tick(): void {
    const nowMs = ports.epochMs();
    for (const { plan, ...slot } of [...due.values()].filter((each) => each.atMs <= nowMs)) {
      if (nowMs - slot.atMs <= shortestIntervalMs(plan.schedule)) onSlot(slot);
      schedule(plan, slot.region, nowMs);
    }
    wait();
  }

  return {
    next: (journey, region) => due.get(`${journey}\n${region}`)?.atMs ?? null,
    stop: () => cancel?.(),
  };
}
