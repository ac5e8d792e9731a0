import { HOUR_MS } from '../base/time.ts';
import type { RunDecomposition } from './decompose.ts';
import type { ExplainInput } from './explain-input.ts';
import { SPAN_MS } from './span-rollups.ts';
import { explainedBy } from './where-causes.ts';
import type { CarriedChange } from './explanation.ts';

type RunTerm = RunDecomposition['terms'][number];

/** The change that possible causes are compared with: its parts, and when it took place. */
export interface Attribution {
  /**
   * How much of the change some parts carry; a share of 0 where they changed in the other direction,
   * or nothing is known of parts.
   */
  carriedBy(by: CarriedChange['by'], isPart: (part: RunTerm['part']) => boolean): Carried;
  /** Mean time of requests before the change, per run. */
  readonly requestsBeforeMs: number;
  /** The parts that a slower machine slows down: time without requests, or all parts alike. */
  readonly ofMachine: Carried;
  /** 0 to 1: how well an instant fits the change's. */
  coincidence(atMs: number): number;
  /** ISO 8601; null where moments mean nothing. */
  momentOf(atMs: number): string | null;
}

/** A part of the change. */
export interface Carried {
  /** 0 to 1, for ranking. */
  readonly share: number;
  /** Null where nothing is known. */
  readonly change: CarriedChange | null;
}

/** Nothing is known of the parts. */
export const NOTHING: Carried = { share: 0, change: null };
/**
 * How far from a change's interval a moment may lie, at least; it fits less the farther it is. Noise
 * that hours share shifts a small change by some hours beyond its interval.
 */
const MIN_SLACK_MS = 12 * HOUR_MS;
/** A slow change is hardly made by what flips at once. */
const FLIP_IN_DRIFT = 0.5;
/** All parts changed by nearly one factor. */
const ALIKE = 0.7;
/** Phases in which the measuring machine works, in addition to time without requests. */
const WORKING: readonly RunTerm['part']['phase'][] = ['send', 'unaccounted'];

/** How the parts of a change, and its moment, bear on possible causes. */
export function attributionOf(
  input: ExplainInput,
  decomposition: RunDecomposition | null,
): Attribution {
  const { subject, rollupsOf } = input;
  return {
    carriedBy: (by, isPart) => carried(decomposition, by, isPart),
    ofMachine: ofMachine(decomposition),
    requestsBeforeMs: requestsBeforeMs(decomposition),
    coincidence: (atMs) => {
      if (subject.kind === 'comparison') return 1;
      if (subject.kind === 'drift') return FLIP_IN_DRIFT;
      const { fromMs, toMs } = subject.change;
      const slackMs = Math.max(MIN_SLACK_MS, SPAN_MS[rollupsOf], (toMs - fromMs) / 2);
      const missMs = Math.max(0, fromMs - atMs, atMs - toMs);

      return Math.max(0, 1 - missMs / slackMs);
    },
    momentOf: (atMs) => (subject.kind === 'change' ? new Date(atMs).toISOString() : null),
  };
}

function carried(
  decomposition: RunDecomposition | null,
  by: CarriedChange['by'],
  isPart: (part: RunTerm['part']) => boolean,
): Carried {
  if (decomposition === null) return NOTHING;
  const { terms, changeMs } = decomposition;
  const own = terms.filter(({ part }) => isPart(part));
  const ms = own.reduce((total, term) => total + term.changeMs, 0);
  if (own.length === 0 || ms * changeMs <= 0) return NOTHING;

  return {
    share: Math.min(1, ms / changeMs),
    change: { ms, share: ms / changeMs, by },
  };
}

function requestsBeforeMs(decomposition: RunDecomposition | null): number {
  const requests = (decomposition?.terms ?? []).filter(({ part }) => part.host !== null);

  return requests.reduce((sum, { beforeMs }) => sum + beforeMs, 0);
}

function ofMachine(decomposition: RunDecomposition | null): Carried {
  const own = carried(decomposition, 'machine', ({ host, phase }) => {
    return host === null || WORKING.includes(phase);
  });
  if (decomposition === null) return own;
  const { terms, changeMs } = decomposition;
  const alike = explainedBy(terms, terms);
  if (alike < ALIKE || alike <= own.share) return own;

  return { share: alike, change: { ms: changeMs, share: 1, by: 'all-parts' } };
}
