import type { Outcome } from '../../record/outcome.ts';
import { wilsonShare } from '../../stats/wilson.ts';
import { floorTo } from '../history/covered-range.ts';
import type { OverviewDay } from '../overview/overview-page.ts';
import type { Piece } from '../history/series-history.ts';
import type { Availability } from './status.ts';
import { DAY_MS } from '../../base/time.ts';

/** The availability over the slots of some pieces. */
export function availabilityOf(pieces: readonly Pick<Piece, 'counts'>[]): Availability {
  const counts = countsOf(pieces);
  const { passed, failed } = counts;

  return { counts, share: wilsonShare(passed, passed + failed) };
}

/** The outcomes of each day in UTC; days without slots are left out. */
export function overviewDays(pieces: readonly Piece[]): readonly OverviewDay[] {
  const byDay = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const atMs = floorTo(piece.startMs, DAY_MS);
    const own = byDay.get(atMs);
    if (own === undefined) byDay.set(atMs, [piece]);
    else own.push(piece);
  }

  return [...byDay]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([atMs, own]) => {
      const { passed, failed, errored, missing, skipped } = countsOf(own);
      const unknown = errored + missing;
      return passed + failed + unknown + skipped === 0 ? [] : [{ atMs, passed, failed, unknown }];
    });
}

function countsOf(pieces: readonly Pick<Piece, 'counts'>[]): Readonly<Record<Outcome, number>> {
  const sums = { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0 };
  for (const { counts } of pieces) {
    sums.passed += counts.passed;
    sums.failed += counts.failed;
    sums.errored += counts.errored;
    sums.skipped += counts.skipped;
    sums.missing += counts.missing;
  }

  return sums;
}
