import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';

/** How far back is looked, and how long after a slot it can be missed. */
export interface LookFrame {
  /** Looked at each time, so that records which came late are counted. */
  readonly backMs: number;
  /** Looked at beyond that, where the last looks did not take place. */
  readonly catchUpMs: number;
  /** How long a record may take. */
  readonly arrivalMs: number;
  /** How long a deployment may take from the first stack to the last. */
  readonly settleMs: number;
}

/**
 * In AWS. A record may take the 15 minutes of a run, the grace that a report of loss is given, and
 * some time in the queue.
 */
export const DEPLOYED_LOOK: LookFrame = {
  backMs: 6 * HOUR_MS,
  catchUpMs: 7 * DAY_MS,
  arrivalMs: 20 * MINUTE_MS,
  settleMs: 2 * HOUR_MS,
};

/**
 * On this machine nothing is deployed, and records lie a moment away; but runs wait for each other,
 * for as long as an interval. What a machine missed that was off for days is nobody's concern.
 */
export const LOCAL_LOOK: LookFrame = { ...DEPLOYED_LOOK, catchUpMs: 0, settleMs: 0 };

/** The time that one look covers, in milliseconds since 1970. */
export interface LookWindow {
  /** Start of an hour in UTC: hours are rolled up whole. */
  readonly fromMs: number;
  /** Slots before it ought to have a record. */
  readonly dueMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

/** The window of a look: from `sinceMs` where it is given, else over what was not looked at yet. */
export function lookWindow(
  now: { readonly nowMs: number; readonly lookedToMs: number | null; readonly sinceMs?: number },
  frame: LookFrame,
): LookWindow {
  const { nowMs, lookedToMs } = now;
  const usualMs = nowMs - frame.backMs;
  const earliestMs = Math.min(usualMs, nowMs - frame.catchUpMs);
  const caughtUpMs = Math.max(earliestMs, Math.min(usualMs, lookedToMs ?? usualMs));

  return {
    fromMs: Math.floor((now.sinceMs ?? caughtUpMs) / HOUR_MS) * HOUR_MS,
    dueMs: nowMs - frame.arrivalMs,
    toMs: nowMs,
  };
}
