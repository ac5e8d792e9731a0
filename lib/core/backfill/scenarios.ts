import type { JourneyPlan } from '../journey/plan.ts';
import type { Cause } from '../record/outcome.ts';
import { fnv1a } from '../base/fnv1a.ts';
import { shapeOf } from './journey-shape.ts';
import type { SeasonStrength } from './variation.ts';
import { HOUR_MS, type TimeRange } from '../base/time.ts';
import { ownValue } from '../base/own-value.ts';

/** Names of all scenarios, in the order of the help text. */
export const SCENARIO_NAMES = [
  'steady',
  'season',
  'drift',
  'step',
  'step-slower',
  'dns-one-region',
  'third-party-host',
  'bytes-doubled',
  'chromium-upgrade',
  'cpu-halved',
  'outage',
  'mixed',
] as const;

/** One of {@link SCENARIO_NAMES}, such as `drift`. */
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/**
 * A change that a scenario injects, which an analysis of the history should find. Instants are in
 * milliseconds since 1970.
 */
export type InjectedChange =
  /** The server time of one step grows linearly by `perMonth` of its start value. */
  | {
      readonly kind: 'drift';
      readonly step: string;
      readonly fromMs: number;
      /** A share of the value at the start, per 30 days. */
      readonly perMonth: number;
    }
  /** The server time grows at once by a `share`: in all steps (null) or in one. */
  | {
      readonly kind: 'slower';
      readonly atMs: number;
      readonly step: string | null;
      readonly share: number;
    }
  /** DNS takes longer. */
  | { readonly kind: 'dns'; readonly atMs: number; readonly addMs: number }
  /** One step sends a request to another host. */
  | {
      readonly kind: 'host';
      readonly atMs: number;
      readonly host: string;
      readonly step: string;
      readonly serverMs: number;
    }
  /** Responses of the target get larger, and take longer to receive. */
  | { readonly kind: 'bytes'; readonly atMs: number; readonly factor: number }
  /** A browser upgrade after which the browser's own work takes longer. */
  | {
      readonly kind: 'chromium';
      readonly atMs: number;
      readonly before: string;
      readonly after: string;
      readonly ownFactor: number;
    }
  /** The measuring machine gets slower at all computation. */
  | { readonly kind: 'cpu'; readonly atMs: number; readonly factor: number }
  /** Every run in a time range fails. */
  | {
      readonly kind: 'outage';
      readonly fromMs: number;
      readonly untilMs: number;
      readonly cause: Cause;
    };

/** Journey, region and range of a history. */
interface HistoryRange extends TimeRange {
  readonly plan: Pick<JourneyPlan, 'name' | 'kind' | 'regions'>;
  readonly region: string;
}

/** A plausible history with its season and injected changes. */
export interface Scenario {
  readonly name: ScenarioName;
  /** One line, for people. */
  readonly description: string;
  readonly season: SeasonStrength;
  readonly inject: (frame: HistoryRange) => readonly InjectedChange[];
}

/** Chromium versions before and after a simulated upgrade. */
export const CHROMIUM_VERSIONS = ['146.0.7680.71', '147.0.7727.24'] as const;

/** Days of the month that growth rates refer to. */
export const DAYS_PER_MONTH = 30;

/** Positions of injected changes in the range, 0 to 1. */
const CHANGE_AT = 0.6;
const OUTAGE_AT = 0.7;

const MILD: SeasonStrength = { daily: 0.04, weekend: 0.03 };
const STRONG: SeasonStrength = { daily: 0.25, weekend: 0.12 };

/** Scenarios of `mixed`: by name for this repository's journeys, by hash for others. */
const MIXED: Readonly<Record<string, ScenarioName>> = {
  'api-catalogue': 'drift',
  'api-health': 'steady',
  'api-order': 'step-slower',
  'browse-and-buy': 'third-party-host',
  search: 'chromium-upgrade',
};
const TURNS: readonly ScenarioName[] = [
  'drift',
  'step-slower',
  'steady',
  'season',
  'bytes-doubled',
];

/** All scenarios by name, with their injected changes. */
export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  steady: scenario('steady', 'Nothing changes, except a mild season and noise.', () => []),
  season: {
    ...scenario('season', 'Busy afternoons and quiet weekends; nothing changes.', () => []),
    season: STRONG,
  },
  drift: scenario('drift', 'One step waits 6% longer every month, from the start.', (frame) => [
    { kind: 'drift', step: changingStep(frame), fromMs: frame.fromMs, perMonth: 0.06 },
  ]),
  step: scenario('step', 'The whole run gets 10% slower at 60% of the time.', (frame) => [
    { kind: 'slower', step: null, atMs: changeMs(frame), share: 0.1 },
  ]),
  'step-slower': scenario(
    'step-slower',
    'One step gets 35% slower at 60% of the time.',
    (frame) => [{ kind: 'slower', step: changingStep(frame), atMs: changeMs(frame), share: 0.35 }],
  ),
  'dns-one-region': scenario(
    'dns-one-region',
    'In the last region, DNS takes 120 ms longer from 60% of the time on.',
    (frame) =>
      frame.region === frame.plan.regions.at(-1)
        ? [{ kind: 'dns', atMs: changeMs(frame), addMs: 120 }]
        : [],
  ),
  'third-party-host': scenario(
    'third-party-host',
    'A third-party host is added to the first step from 60% of the time on.',
    (frame) => [
      {
        kind: 'host',
        atMs: changeMs(frame),
        host: 'tags.metrics.example',
        step: shapeOf(frame.plan).steps[0]?.name ?? '',
        serverMs: 70,
      },
    ],
  ),
  'bytes-doubled': scenario(
    'bytes-doubled',
    "The target's answers are twice as large from 60% of the time on.",
    (frame) => [{ kind: 'bytes', atMs: changeMs(frame), factor: 2 }],
  ),
  'chromium-upgrade': scenario(
    'chromium-upgrade',
    'The browser is upgraded at 60% of the time and takes 20% longer for its own work. API journeys do not change.',
    ({ plan, ...range }) => {
      const [before, after] = CHROMIUM_VERSIONS;
      const upgrade = {
        kind: 'chromium',
        atMs: changeMs(range),
        before,
        after,
        ownFactor: 1.2,
      } as const;

      return plan.kind === 'browser' ? [upgrade] : [];
    },
  ),
  'cpu-halved': scenario(
    'cpu-halved',
    'The measuring machine has half the CPU from 60% of the time on.',
    (frame) => [{ kind: 'cpu', atMs: changeMs(frame), factor: 2 }],
  ),
  outage: scenario(
    'outage',
    'At 70% of the time the target cannot be reached for five hours, then answers nothing for two.',
    (frame) => {
      const fromMs = changeMs(frame, OUTAGE_AT);
      const turnMs = fromMs + 5 * HOUR_MS;

      return [
        { kind: 'outage', fromMs, untilMs: turnMs, cause: 'target.connect' },
        { kind: 'outage', fromMs: turnMs, untilMs: turnMs + 2 * HOUR_MS, cause: 'target.timeout' },
      ];
    },
  ),
  mixed: scenario('mixed', 'Every journey gets a scenario of its own.', (frame) =>
    injectedChanges(assignedScenario(frame.plan.name), frame),
  ),
};

/** The changes that a scenario injects into the runs of a journey in a region: the ground truth of tests. */
export function injectedChanges(
  name: ScenarioName,
  frame: HistoryRange,
): readonly InjectedChange[] {
  return SCENARIOS[name].inject(frame);
}

/** The scenario that `mixed` assigns to a journey. */
export function assignedScenario(journey: string): ScenarioName {
  const known = ownValue(MIXED, journey);

  return known ?? TURNS[fnv1a(journey) % TURNS.length] ?? 'steady';
}

function scenario(name: ScenarioName, description: string, inject: Scenario['inject']): Scenario {
  return { name, description, season: MILD, inject };
}

function changingStep({ plan }: HistoryRange): string {
  return shapeOf(plan).changing;
}

/** On the hour, so that no hour has runs of both levels. */
function changeMs(
  { fromMs, toMs }: Pick<HistoryRange, 'fromMs' | 'toMs'>,
  share: number = CHANGE_AT,
): number {
  return Math.round((fromMs + share * (toMs - fromMs)) / HOUR_MS) * HOUR_MS;
}
