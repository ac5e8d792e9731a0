import type { CatchUpReport } from '../../core/jobs/catch-up.ts';
import { formatCount } from './count.ts';
import { formatDuration } from './duration.ts';
import { formatTimeRange } from './instant.ts';

/** What a scan for runs without a record found, one sentence each; none if all is in order. */
export function describeCatchUp({
  missing,
  fromMs,
  toMs,
  uncovered,
  errors,
}: CatchUpReport): readonly string[] {
  const found = `${formatCount(missing, 'expected run')} without a record between ${formatTimeRange(fromMs, toMs).replace(' to ', ' and ')}: recorded as missing`;

  return [
    ...(missing === 0 ? [] : [found]),
    ...(uncovered === null ? [] : [describeUncovered(uncovered)]),
    ...errors.map(({ message }) => message),
  ];
}

function describeUncovered({ fromMs, toMs }: NonNullable<CatchUpReport['uncovered']>): string {
  return `nothing ran here for longer than is made up for: runs that were expected from ${formatTimeRange(fromMs, toMs)} (${formatDuration(toMs - fromMs)}) have no record`;
}
