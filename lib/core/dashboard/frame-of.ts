import type { DashboardPorts, DashboardProject } from './dashboard-ports.ts';
import type { PageFrame } from './page-frame.ts';

/** What a page that is read now says of itself. */
export function frameOf(
  { config, source, banner }: DashboardProject,
  { clock }: Pick<DashboardPorts, 'clock'>,
): PageFrame {
  return { stage: config.stage, source, readAtMs: clock.epochMs(), banner };
}
