import type { DashboardPorts, DashboardProject } from './dashboard-ports.ts';
import type { PageFrame } from './page-frame.ts';

/** The frame of a page that is read now. */
export function frameOf(
  { config, source, banner }: DashboardProject,
  { clock }: Pick<DashboardPorts, 'clock'>,
): PageFrame {
  return { stage: config.stage, source, readAtMs: clock.epochMs(), banner };
}

/**
 * The project's banner, with the other stages whose runs (`found`) are among the page's numbers: the
 * history of this machine is one for all stages, and rollups do not separate them. Null: no banner.
 */
export function stagesBanner(
  { source, config, banner }: DashboardProject,
  found: Iterable<string>,
): string | null {
  const others = new Set(found);
  others.delete(config.stage);
  if (source === 'deployed' || others.size === 0) return banner;
  const names = [...others].toSorted().join(', ');
  const text = `All stages share one history on this machine: these numbers include runs of ${names}, not only of ${config.stage}.`;

  return banner === null ? text : `${banner} ${text}`;
}
