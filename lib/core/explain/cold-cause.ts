import type { SlotsRollup } from '../rollup/rollup.ts';
import type { ExplainInput } from './explain-input.ts';
import type { PossibleCause } from './explanation.ts';
import type { Attribution } from './attribution.ts';
import { inSpans, type Timed } from './span-rollups.ts';

/** A smaller shift of the share of cold runs moves no median. */
const MIN_MOVE = 0.2;
const ALONE_FIT = 0.3;
const CARRYING_FIT = 0.5;

/** The share of timed runs that were the first of their worker, where it shifted. */
export function coldCause(input: ExplainInput, attribution: Attribution): readonly PossibleCause[] {
  const spans = inSpans(input.slots, input);
  const before = coldShare(spans.before);
  const after = coldShare(spans.after);
  if (before === null || after === null || Math.abs(after - before) < MIN_MOVE) return [];
  const carried = attribution.ofMachine;

  return [
    {
      code: 'cold-share-shifted',
      kind: 'instrument',
      subject: 'instrument:cold',
      before,
      after,
      carries: carried.change,
      at: null,
      fit: ALONE_FIT + CARRYING_FIT * carried.share,
    },
  ];
}

function coldShare(rollups: readonly Timed<SlotsRollup>[]): number | null {
  const timed = rollups.reduce((sum, { rollup }) => sum + rollup.timed, 0);
  const cold = rollups.reduce((sum, { rollup }) => sum + rollup.cold, 0);

  return timed === 0 ? null : cold / timed;
}
