import { INSTRUMENT_METRICS, unitOfMetric, VOLUME_METRICS } from '../rollup/metric.ts';
import type { PossibleCause } from './explanation.ts';
import { type Carried, type Attribution, NOTHING } from './attribution.ts';
import type { Shift } from './shifts.ts';
import { relativeWords, sentence, valueWords } from './words.ts';

interface Told {
  readonly kind: 'volume' | 'instrument';
  readonly what: string;
  /** How much it explains by moving at the right time, and how much by carrying the change, too. */
  readonly alone: number;
  readonly carrying: number;
}

const TOLD: Readonly<Record<string, Told>> = {
  [VOLUME_METRICS.bytes]: {
    kind: 'volume',
    what: 'a run transfers',
    alone: 0.3,
    carrying: 0.65,
  },
  [VOLUME_METRICS.requests]: {
    kind: 'volume',
    what: 'the number of requests of a run is',
    alone: 0.3,
    carrying: 0.6,
  },
  [INSTRUMENT_METRICS.cpu]: {
    kind: 'instrument',
    what: 'a fixed piece of arithmetic takes the measuring machine',
    alone: 0.45,
    carrying: 0.53,
  },
  [INSTRUMENT_METRICS.loop]: {
    kind: 'instrument',
    what: 'the longest halt of the event loop of the measuring machine takes',
    alone: 0.2,
    carrying: 0.6,
  },
};

/** A shift that goes against the change explains none of it; it is told last. */
const AGAINST = 0.2;

/** What a shift of a covariate says, and how well it explains the change; null: not a covariate. */
export function shiftCause(
  shift: Shift,
  changeMs: number | null,
  attribution: Attribution,
): PossibleCause | null {
  const { metric, before, after, relative, atMs } = shift;
  const told = Object.hasOwn(TOLD, metric) ? TOLD[metric] : undefined;
  if (told === undefined) return null;
  const unit = unitOfMetric(metric);
  const isAlong = changeMs === null || changeMs * relative > 0;
  const carried = (isAlong ? carriedBy(shift, changeMs, attribution) : null) ?? NOTHING;
  const weight = isAlong ? told.alone + told.carrying * carried.share : AGAINST;
  const values = `${valueWords(after, unit)} instead of ${valueWords(before, unit)}`;

  return {
    kind: told.kind,
    subject: metric,
    before: valueWords(before, unit),
    after: valueWords(after, unit),
    carriesMs: carried.ms,
    at: attribution.momentOf(atMs),
    fit: attribution.coincidence(atMs) * weight,
    words: sentence(`${told.what} ${values} (${relativeWords(relative)})${carried.words}`),
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
      return attribution.carriedBy('receiving takes', ({ phase }) => phase === 'receive');
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
  const carried = attribution.carriedBy('requests take', ({ host }) => host !== null);
  if (changeMs === null || carried.ms === null) return null;
  const expectedMs = relative * attribution.requestsBeforeMs;

  return { ...carried, share: Math.min(carried.share, expectedMs / changeMs) };
}
