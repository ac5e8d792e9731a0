import type { Breakable } from './breakable.ts';
import { checkedChanges } from './knob-checks.ts';

/** Faults that can be set while the shop runs. Routes match by prefix. */
export interface Knobs {
  /** Milliseconds before the first byte, by route: `{ "/api/products": 200 }`. */
  readonly delayMs: Readonly<Record<string, number>>;
  /** Random variation of the delays, in percent, up or down: 0 to 100. */
  readonly jitterPercent: number;
  /** Share of requests (0 to 1) of a route that fail with a status. */
  readonly errors: readonly {
    readonly route: string;
    readonly rate: number;
    readonly status: number;
  }[];
  /** Memory leak of the server, in kilobytes per request. */
  readonly leakKb: number;
  /** Whether the catalogue shifts its layout after it was shown. */
  readonly layoutShift: boolean;
  /** Delay of the hero picture's first byte, in milliseconds. */
  readonly slowImageMs: number;
  /** Main-thread time of a click on "Add to cart", in milliseconds. */
  readonly busyClickMs: number;
  /** Parts that return wrong content with status 200; only content checks can detect them. */
  readonly broken: readonly Breakable[];
  /** URL of a third-party script in every page; null: none. */
  readonly thirdParty: string | null;
  /**
   * A route that becomes slower every hour: by milliseconds, by a percentage of its `delayMs`, or
   * both; `speedUp` (default: that of the shop's clock) shortens the hours.
   */
  readonly drift: {
    readonly route: string;
    readonly msPerHour?: number;
    readonly percentPerHour?: number;
    readonly speedUp?: number;
  } | null;
}

/** All knobs off: the shop works as it should. */
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

/** The knobs of a running shop, and their effects on requests. */
export interface ControlPanel {
  readonly read: () => Knobs;
  /** Sets the named knobs; throws a TypeError for an unknown name or invalid value. */
  readonly turn: (changes: unknown) => Knobs;
  readonly reset: () => Knobs;
  /** Current delay of requests to a path, in milliseconds. */
  readonly delayOf: (path: string) => number;
  /** Status that a request to a path must fail with; null: none. */
  readonly errorOf: (path: string) => number | null;
  readonly isBroken: (part: Breakable) => boolean;
  /** Leaks memory as configured. */
  readonly leak: () => void;
}

/** Clock and random numbers of a panel, so that tests can control them. */
interface PanelWorld {
  readonly nowMs?: () => number;
  readonly chance?: () => number;
  /** Default `speedUp` of drifts. Default: 1. */
  readonly timeScale?: number;
}

/** Creates the panel, with all knobs off. */
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
