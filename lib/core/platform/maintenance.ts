import { DAY_MS } from '../base/time.ts';
import type { MaintenancePlan } from '../journey/resolved-config.ts';
import type { RunRecord } from '../record/run-record.ts';
import { RunFailure } from '../record/outcome.ts';
import { type RunTicket, unstartedRun } from '../run/run-journey.ts';
import { startsFrom } from '../schedule/slots.ts';

/** How long a recurring window may last; CloudWatch mutes alarms for no longer at a time. */
export const MAX_WINDOW_MS = 15 * DAY_MS;

/** One occurrence of a maintenance window: from an instant (inclusive) to another (exclusive). */
export interface MaintenanceOccurrence {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason?: string;
}

/** The occurrences of a window that overlap a range, in ascending order. */
export function occurrencesOf(
  window: MaintenancePlan,
  range: { readonly fromMs: number; readonly toMs: number },
): readonly MaintenanceOccurrence[] {
  const reason = window.reason === undefined ? {} : { reason: window.reason };

  return timesOf(window, range)
    .filter(({ fromMs, toMs }) => fromMs < range.toMs && toMs > range.fromMs)
    .map((times) => ({ ...times, ...reason }));
}

function timesOf(
  window: MaintenancePlan,
  range: { readonly fromMs: number; readonly toMs: number },
): readonly Omit<MaintenanceOccurrence, 'reason'>[] {
  if ('from' in window) return [{ fromMs: Date.parse(window.from), toMs: Date.parse(window.to) }];

  const times = [];
  for (const fromMs of startsFrom(window.schedule, range.fromMs - window.durationMs)) {
    if (fromMs >= range.toMs) break;
    times.push({ fromMs, toMs: fromMs + window.durationMs });
  }

  return times;
}

/** The occurrence that covers a journey at an instant, or null. */
export function maintenanceAt(
  windows: readonly MaintenancePlan[],
  journey: string,
  atMs: number,
): MaintenanceOccurrence | null {
  for (const window of windows) {
    if (!(window.journeys?.includes(journey) ?? true)) continue;
    const [covering] = occurrencesOf(window, { fromMs: atMs, toMs: atMs + 1 });
    if (covering !== undefined) return covering;
  }

  return null;
}

/** The `skipped` record of a slot in a maintenance window, with the window as its reason. */
export function skippedRun(
  ticket: RunTicket,
  window: MaintenanceOccurrence,
  now: { readonly nowMs: number; readonly nodeVersion: string },
): RunRecord {
  const reason = window.reason === undefined ? '' : ` (${window.reason})`;
  const [from, to] = [window.fromMs, window.toMs].map((ms) => new Date(ms).toISOString());
  const message = `Maintenance from ${from} to ${to}${reason}`;
  const failure = new RunFailure('monitor.undelivered', message);
  const startedAt = new Date(now.nowMs).toISOString();
  const record = unstartedRun(ticket, { failure, startedAt }, now);

  return { ...record, outcome: 'skipped', cause: null };
}
