import type { DashboardProject } from './dashboard-ports.ts';

/**
 * What is to be known of numbers that runs of other stages may be among: this machine keeps one
 * history for all of them, and what was rolled up does not tell them apart. Null: nothing.
 */
export function stagesBanner(
  { source, config, banner }: DashboardProject,
  found: Iterable<string>,
): string | null {
  const others = new Set(found);
  others.delete(config.stage);
  if (source === 'deployed' || others.size === 0) return banner;
  const names = [...others].toSorted().join(', ');
  const words = `This machine keeps one history for all stages: runs of ${names} are among those of ${config.stage}.`;

  return banner === null ? words : `${banner} ${words}`;
}
