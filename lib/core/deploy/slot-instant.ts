import type { JourneyPlan } from '../journey/plan.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { canonicalInstant } from '../store/instant.ts';
import { SCHEDULED_TIME } from './events.ts';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';

/** A slot's instant, and whether the scheduler said it. */
export interface SlotInstant {
  /** ISO 8601. */
  readonly scheduledAt: string;
  readonly said: boolean;
}

/** Farther back than this nobody fires a slot: the minute of now is nearer the truth. */
const LOOK_BACK_MS = 25 * HOUR_MS;

/**
 * The instant of the slot that a schedule's event is for. Where the scheduler left its placeholder
 * as it was, that is the journey's latest slot up to now, or the minute of now where it has none.
 * Null for a text that is no instant.
 */
export function slotInstant(
  plan: Pick<JourneyPlan, 'name' | 'schedule'>,
  text: string,
  place: { readonly region: string; readonly nowMs: number },
): SlotInstant | null {
  if (text === SCHEDULED_TIME) return { scheduledAt: latestSlot(plan, place), said: false };
  try {
    return { scheduledAt: canonicalInstant(text), said: true };
  } catch {
    // A text such as "5" would else be the year 2001.
    return null;
  }
}

function latestSlot(
  plan: Pick<JourneyPlan, 'name' | 'schedule'>,
  { region, nowMs }: { readonly region: string; readonly nowMs: number },
): string {
  const series = { journey: plan.name, region };
  // First the last hour: a journey of every minute has many slots in a day.
  for (const backMs of [HOUR_MS, LOOK_BACK_MS]) {
    const range = { fromMs: nowMs - backMs, toMs: nowMs + 1 };
    const latest = slotsBetween(plan.schedule, series, range).at(-1);
    if (latest !== undefined) return isoText(latest);
  }

  return isoText(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS);
}

/** As `toISOString`: one instant has one text. */
function isoText(ms: number): string {
  return new Date(ms).toISOString();
}
