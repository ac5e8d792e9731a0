import type { TimePart } from '../rollup/rollup.ts';

/** A part of a vital's time, by the name of its metric, such as `lcp:load-delay`. */
export interface VitalPart {
  readonly vital: string;
}

/** A term of a change of a mean time. */
export interface Term {
  readonly part: TimePart | VitalPart;
  /** Mean milliseconds per run in either span, and the difference: after minus before. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly changeMs: number;
}

/** A change of a mean time, taken apart. The terms and `unaccountedMs` add up to `changeMs`. */
export interface Decomposition {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly changeMs: number;
  /** By step, then host and phase; the largest first. */
  readonly terms: readonly Term[];
  /** The same, summed by step; the largest first. */
  readonly steps: readonly { readonly step: string | null; readonly changeMs: number }[];
  /** Of what was rolled up without a part, or rounded. */
  readonly unaccountedMs: number;
  /** How many timed runs are behind the two means. */
  readonly runs: { readonly before: number; readonly after: number };
}

/** What may have caused a change, with the words that say it. */
export interface PossibleCause {
  readonly kind:
    | 'instrument' // the machine that measured: CPU, event loop, cold share
    | 'version' // Chromium, Node, platform, journey
    | 'note' // an annotation, such as a deployment
    | 'host' // a host that came or went
    | 'network' // address, protocol, certificate, of a host
    | 'response' // server or cache header, of a host
    | 'volume' // bytes, number of requests
    | 'step'
    | 'phase'; // a phase of the requests to a host
  /** The fact's or metric's name, such as `chromium`, `bytes`, `step:pay`, `dns@shop.example.com`. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  /** How much of the change it carries, in milliseconds, where that can be said. */
  readonly carriesMs: number | null;
  /** ISO 8601; null: no moment can be named. */
  readonly at: string | null;
  /** 0 to 1: how well its moment and size fit the change. Only for ranking. */
  readonly fit: number;
  /** For people, whole: `Chromium went from 146.0 to 147.0`. */
  readonly words: string;
}

/** Why a total changed. */
export interface Explanation {
  /** Null: the metric is no time, or a span has no timed run. */
  readonly decomposition: Decomposition | null;
  /** The best first. Empty: nothing coincides. */
  readonly causes: readonly PossibleCause[];
  /** True: the machine that measured explains the change; the target need not have changed. */
  readonly instrument: boolean;
  /** The regions of the journey that changed alike, and those that did not; null: only one region. */
  readonly regions: {
    readonly sharing: readonly string[];
    readonly others: readonly string[];
  } | null;
}
