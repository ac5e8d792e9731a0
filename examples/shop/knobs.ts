import type { Breakable } from './breakable.ts';
import { checkedChanges } from './knob-checks.ts';

/** What can be turned on the shop while it runs. Routes match from the start of the path. */
export interface Knobs {
  /** Milliseconds before the first byte, by route: `{ "/api/products": 200 }`. */
  readonly delayMs: Readonly<Record<string, number>>;
  /** By how much of a route's delay its answers differ from each other, up or down: 0 to 100. */
  readonly jitterPercent: number;
  /** Share of requests (0 to 1) of a route that answer with a status. */
  readonly errors: readonly {
    readonly route: string;
    readonly rate: number;
    readonly status: number;
  }[];
  /** Kilobytes that each request leaves behind in the server's memory. */
  readonly leakKb: number;
  /** Whether the catalogue pushes its content down after it was shown. */
  readonly layoutShift: boolean;
  /** Milliseconds before the hero picture's first byte. */
  readonly slowImageMs: number;
  /** Milliseconds that a click on "Add to cart" keeps the page busy. */
  readonly busyClickMs: number;
  /** Parts that answer 200, and wrongly: what only a journey that looks at answers can see. */
  readonly broken: readonly Breakable[];
  /** A script of another host to include in every page, or null. */
  readonly thirdParty: string | null;
  /**
   * A route that gets slower every hour: by milliseconds, or by a percentage of its `delayMs`, or
   * both; `speedUp` (default: that of the shop's clock) makes hours pass sooner.
   */
  readonly drift: {
    readonly route: string;
    readonly msPerHour?: number;
    readonly percentPerHour?: number;
    readonly speedUp?: number;
  } | null;
}

/** The shop as it should be. */
export const NO_KNOBS: Knobs = {
  delayMs: {},
  jitterPercent: 0,
  errors: [],
  leakKb: 0,
  layoutShift: false,
  slowImageMs: 0,
  busyClickMs: 0,
  broken: [],
  thirdParty: null,
  drift: null,
};

const MS_PER_HOUR = 3_600_000;
const BYTES_PER_KB = 1024;

/** The knobs of a running shop, and what they do to a request. */
export interface ControlPanel {
  readonly read: () => Knobs;
  /** Turns the knobs that are named; others stay. A wrong name or value throws a TypeError. */
  readonly turn: (changes: unknown) => Knobs;
  readonly reset: () => Knobs;
  /** Milliseconds that a request of this path must wait now. */
  readonly delayOf: (path: string) => number;
  /** The status that a request of this path must fail with now, or null. */
  readonly errorOf: (path: string) => number | null;
  readonly isBroken: (part: Breakable) => boolean;
  /** Leaves behind what the leak asks for. */
  readonly leak: () => void;
}

/** What time and chance are to a panel, so that tests can hold them still. */
export interface PanelWorld {
  readonly nowMs?: () => number;
  readonly chance?: () => number;
  /** Of a drift that names none: so many hours pass in one. Default: 1. */
  readonly timeScale?: number;
}

/** Makes the panel. */
export function controlPanel(world: PanelWorld = {}): ControlPanel {
  const { nowMs = Date.now, chance = Math.random, timeScale = 1 } = world;
  let knobs = NO_KNOBS;
  let driftSinceMs = nowMs();
  const leaked: Buffer[] = [];

  function delayOf(path: string): number {
    const { jitterPercent } = knobs;
    if (jitterPercent === 0) return driftedMs(path);

    return driftedMs(path) * (1 + ((2 * chance() - 1) * jitterPercent) / 100);
  }

  function driftedMs(path: string): number {
    const { drift, delayMs } = knobs;
    const steadyMs = longestMatch(delayMs, path);
    if (drift === null || !path.startsWith(drift.route)) return steadyMs;

    const { msPerHour = 0, percentPerHour = 0, speedUp = timeScale } = drift;
    const hours = ((nowMs() - driftSinceMs) / MS_PER_HOUR) * speedUp;
    return Math.max(0, steadyMs * (1 + (hours * percentPerHour) / 100) + hours * msPerHour);
  }

  return {
    read: () => knobs,
    turn: (changes) => {
      const checked = checkedChanges(changes);
      knobs = { ...knobs, ...checked };
      if (checked.drift !== undefined) driftSinceMs = nowMs();

      return knobs;
    },
    reset: () => {
      knobs = NO_KNOBS;
      leaked.length = 0;

      return knobs;
    },
    delayOf,
    errorOf: (path) => {
      const failing = knobs.errors.find(
        ({ route, rate }) => path.startsWith(route) && chance() < rate,
      );

      return failing?.status ?? null;
    },
    isBroken: (part) => knobs.broken.includes(part),
    leak: () => {
      if (knobs.leakKb > 0) leaked.push(Buffer.alloc(knobs.leakKb * BYTES_PER_KB, 1));
    },
  };
}

function longestMatch(delays: Readonly<Record<string, number>>, path: string): number {
  const [longest] = Object.keys(delays)
    .filter((route) => path.startsWith(route))
    .toSorted((a, b) => b.length - a.length);

  return longest === undefined ? 0 : (delays[longest] ?? 0);
}
