import type { MaintenanceWindow } from '../journey/config.ts';
import type { RunRecord } from '../record/run-record.ts';
import { RunFailure } from '../record/outcome.ts';
import { type RunTicket, unstartedRun } from '../run/run-journey.ts';

/** The window that covers a journey at an instant (start inclusive, end exclusive), or null. */
export function maintenanceAt(
  windows: readonly MaintenanceWindow[],
  journey: string,
  atMs: number,
): MaintenanceWindow | null {
  return (
    windows.find(
      (window) =>
        Date.parse(window.from) <= atMs &&
        atMs < Date.parse(window.to) &&
        (window.journeys === undefined || window.journeys.includes(journey)),
    ) ?? null
  );
}

/** The `skipped` record of a slot in a maintenance window, with the window as its reason. */
export function skippedRun(
  ticket: RunTicket,
  window: MaintenanceWindow,
  now: { readonly nowMs: number; readonly nodeVersion: string },
): RunRecord {
  const reason = window.reason === undefined ? '' : ` (${window.reason})`;
  const message = `Maintenance from ${window.from} to ${window.to}${reason}`;
  const failure = new RunFailure('monitor.undelivered', message);
  const startedAt = new Date(now.nowMs).toISOString();
  const record = unstartedRun(ticket, { failure, startedAt }, now);

  return { ...record, outcome: 'skipped', cause: null };
}
