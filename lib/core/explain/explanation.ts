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

/** What changed at the same time as a metric: a coincidence, not a proof of cause. */
export type PossibleCause = CauseFrame & CauseFact;

/** The fields of every possible cause. */
export interface CauseFrame {
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
  /** How much of the change it carries; null where that cannot be estimated. */
  readonly carries: CarriedChange | null;
  /** ISO 8601; null: no moment can be named. */
  readonly at: string | null;
  /** 0 to 1: how well its moment and size fit the change. Only for ranking. */
  readonly fit: number;
}

/** The fact of a possible cause, by code. */
export type CauseFact =
  /** `subject` is the version's name, such as `chromium`. */
  | {
      readonly code: 'version-changed';
      readonly before: string | null;
      readonly after: string | null;
    }
  /** `subject` is such as `address@shop.example.com`. */
  | {
      readonly code: 'host-fact-changed';
      readonly before: string | null;
      readonly after: string | null;
    }
  /** `subject` is such as `host@shop.example.com`. */
  | { readonly code: 'host-appeared' }
  | { readonly code: 'host-disappeared' }
  /** Means of a metric, in its unit. */
  | { readonly code: 'metric-shifted'; readonly before: number; readonly after: number }
  /** Shares of runs that were the first of their worker. */
  | { readonly code: 'cold-share-shifted'; readonly before: number; readonly after: number }
  /** `subject` is the note's kind. */
  | { readonly code: 'noted'; readonly text: string; readonly by: string | null }
  | {
      readonly code: 'step-changed';
      readonly step: string;
      /** The part that changed most, where it changed as the step did. */
      readonly mostly: Pick<TimePart, 'host' | 'phase'> | null;
      /** The only region that changed; null: others did, or there are none. */
      readonly onlyIn: string | null;
    }
  | {
      readonly code: 'phase-changed';
      readonly phase: TimePart['phase'];
      /** The host with the largest change; null: time without a request. */
      readonly host: string | null;
      readonly moreHosts: number;
      readonly onlyIn: string | null;
    }
  /** A sentence that an earlier version stored. */
  | { readonly code: 'text'; readonly text: string };

/** A part of the change of a mean time. */
export interface CarriedChange {
  readonly ms: number;
  /** Of the change; above 1 where other parts changed in the other direction. */
  readonly share: number;
  /** Which parts: waiting for or receiving from hosts, all requests, the machine's own work. */
  readonly by: 'waiting' | 'receiving' | 'requests' | 'machine' | 'all-parts' | 'itself';
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
