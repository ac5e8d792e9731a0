import { INSTRUMENT_METRICS, VOLUME_METRICS } from '../rollup/metric.ts';
import type { PossibleCause } from './explanation.ts';
import { type Carried, type Attribution, NOTHING } from './attribution.ts';
import type { Shift } from './shifts.ts';

interface Weight {
  readonly kind: 'volume' | 'instrument';
  /** How much it explains by moving at the right time, and how much by carrying the change, too. */
  readonly alone: number;
  readonly carrying: number;
}

const WEIGHTS: Readonly<Record<string, Weight>> = {
  [VOLUME_METRICS.bytes]: {
    kind: 'volume',
    alone: 0.3,
    carrying: 0.65,
  },
  [VOLUME_METRICS.requests]: {
    kind: 'volume',
    alone: 0.3,
    carrying: 0.6,
  },
  [INSTRUMENT_METRICS.cpu]: {
    kind: 'instrument',
    alone: 0.45,
    carrying: 0.53,
  },
  [INSTRUMENT_METRICS.loop]: {
    kind: 'instrument',
    alone: 0.2,
    carrying: 0.6,
  },
};

/** A shift that goes against the change explains none of it; it ranks last. */
const AGAINST = 0.2;

/** A shift of a covariate as a possible cause, and how well it fits; null: not a covariate. */
export function shiftCause(
  shift: Shift,
  changeMs: number | null,
  attribution: Attribution,
): PossibleCause | null {
  const { metric, before, after, relative, atMs } = shift;
  const known = Object.hasOwn(WEIGHTS, metric) ? WEIGHTS[metric] : undefined;
  if (known === undefined) return null;
  const isAlong = changeMs === null || changeMs * relative > 0;
  const carried = (isAlong ? carriedBy(shift, changeMs, attribution) : null) ?? NOTHING;
  const weight = isAlong ? known.alone + known.carrying * carried.share : AGAINST;

  return {
    code: 'metric-shifted',
    kind: known.kind,
    subject: metric,
    before,
    after,
    carries: carried.change,
    at: attribution.momentOf(atMs),
    fit: attribution.coincidence(atMs) * weight,
  };
}

/** More bytes are received for longer; more requests take what requests took; slower machines work. */
function carriedBy(
  shift: Shift,
  changeMs: number | null,
  attribution: Attribution,
): Carried | null {
  switch (shift.metric) {
    case VOLUME_METRICS.bytes:
      return attribution.carriedBy('receiving', ({ phase }) => phase === 'receive');
    case VOLUME_METRICS.requests:
      return ofRequests(shift, changeMs, attribution);
    default:
      return attribution.ofMachine;
  }
}

/** As much as if each of the new requests took what one took before, and no more than requests did. */
function ofRequests(
  { relative }: Shift,
  changeMs: number | null,
  attribution: Attribution,
): Carried | null {
  const carried = attribution.carriedBy('requests', ({ host }) => host !== null);
  if (changeMs === null || carried.change === null) return null;
  const expectedMs = relative * attribution.requestsBeforeMs;

  return { ...carried, share: Math.min(carried.share, expectedMs / changeMs) };
}
