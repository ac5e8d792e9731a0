import type { RunnerManifest } from '../../core/deploy/manifest.ts';
import { lateSlot } from '../../core/platform/late-slot.ts';
import { maintenanceAt, skippedRun } from '../../core/platform/maintenance.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { runJourney, type RunPorts, type RunTicket } from '../../core/run/run-journey.ts';

/** Runs a journey, unless its slot is in a maintenance window or came too late. Never rejects. */
export async function runOrSkip(
  ticket: RunTicket,
  { maintenance }: Pick<RunnerManifest, 'maintenance'>,
  ports: RunPorts,
): Promise<RunRecord> {
  const { scheduledAt, journey } = ticket;
  const now = { nowMs: ports.clock.epochMs(), nodeVersion: ports.nodeVersion };
  const window =
    scheduledAt === null
      ? null
      : maintenanceAt(maintenance, journey.plan.name, Date.parse(scheduledAt));
  if (window !== null) return skippedRun(ticket, window, now);

  return lateSlot(ticket, now) ?? runJourney(ticket, ports);
}
