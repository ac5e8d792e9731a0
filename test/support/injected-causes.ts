import type { HistoryFrame } from '../../lib/core/backfill/generate-run.ts';
import { injectedChanges, type ScenarioName } from '../../lib/core/backfill/scenarios.ts';
import { explainChange } from '../../lib/core/explain/explain-change.ts';
import type { RegionConclusion } from '../../lib/core/explain/explain-input.ts';
import type { Explanation } from '../../lib/core/explain/explanation.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { analyseSeries } from '../../lib/core/stats/analyse-series.ts';
import type { ChangePoint } from '../../lib/core/stats/results.ts';
import { seededRandom } from '../../lib/core/stats/seeded.ts';
import { planOf } from '../core/alarms/journey-plan.ts';
import { changeAt, generatedRuns, hourlyRollups, inputOfChange } from './generated-history.ts';
import { DAY_MS, HOUR_MS } from '../../lib/core/base/time.ts';

/** A cause that a scenario injects, and what names it. */
export interface InjectedCause {
  readonly scenario: ScenarioName;
  readonly kind: JourneyPlan['kind'];
  readonly subjects: readonly string[];
}

/** The injected causes that explanations must name first. */
export const INJECTED_CAUSES: readonly InjectedCause[] = [
  { scenario: 'step-slower', kind: 'api', subjects: ['step:pay'] },
  {
    scenario: 'dns-one-region',
    kind: 'browser',
    subjects: ['dns@shop.example', 'dns@files.shop.example'],
  },
  { scenario: 'third-party-host', kind: 'browser', subjects: ['host@tags.metrics.example'] },
  { scenario: 'bytes-doubled', kind: 'api', subjects: ['bytes'] },
  { scenario: 'chromium-upgrade', kind: 'browser', subjects: ['chromium'] },
  { scenario: 'cpu-halved', kind: 'browser', subjects: ['instrument:cpu'] },
];

/** How long a history is, how often a journey runs, and who says when it changed. */
export interface HistorySize {
  readonly days: number;
  readonly everyMs: number;
  /** `statistics`: the change that is found within a day of the injected one, if one is. */
  readonly moment: 'roughly' | 'statistics';
}

const START_MS = Date.UTC(2026, 7, 1);
/** Without anything injected, a comparison is forced here. */
const FORCED_AT = 0.6;
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2'] as const;
/** How far the statistics may have missed the moment. */
const MISS_HOURS = 3;
const REFUSED = {
  kind: 'insufficient-data',
  shortage: { code: 'not-tested' },
  moreDays: null,
} as const;

/**
 * Generates a history, rolls it up, and explains the injected change (or, where there is none, a
 * forced comparison), located with an error. Of `dns-one-region`, the other regions are steady.
 */
export function explainInjected(
  scenario: ScenarioName,
  { kind, seed }: { readonly kind: JourneyPlan['kind']; readonly seed: number },
  { days, everyMs, moment }: HistorySize,
): Explanation {
  const region = REGIONS[2];
  const plan = planOf({ kind, name: `shop-${kind}`, regions: REGIONS });
  const frame: HistoryFrame = {
    plan,
    region,
    fromMs: START_MS,
    toMs: START_MS + days * DAY_MS,
    stage: 'dev',
    seed,
  };
  const runs = generatedRuns(scenario, frame, everyMs);
  const injectedMs = momentOf(scenario, frame);
  const found = moment === 'statistics' ? foundChange(runs, frame, injectedMs) : null;
  const change = found ?? roughChange(injectedMs, seed);
  const shared = scenario !== 'dns-one-region';

  return explainChange(
    inputOfChange(hourlyRollups(runs), change, {
      region,
      regions: REGIONS.map((each): RegionConclusion => ({
        region: each,
        conclusion: {
          kind: shared || each === region ? 'step' : 'steady',
          drift: REFUSED,
          changes: shared || each === region ? [change] : [],
        },
      })),
    }),
  );
}

/** Missed by some hours, within its interval. */
function roughChange(injectedMs: number, seed: number): ChangePoint {
  const miss = Math.round((2 * seededRandom(seed)() - 1) * MISS_HOURS) * HOUR_MS;

  return changeAt(Math.floor((injectedMs + miss) / HOUR_MS) * HOUR_MS, {
    fromMs: injectedMs - (MISS_HOURS + 1) * HOUR_MS,
    toMs: injectedMs + (MISS_HOURS + 1) * HOUR_MS,
  });
}

function foundChange(
  runs: readonly RunRecord[],
  { fromMs, toMs, seed }: HistoryFrame,
  injectedMs: number,
): ChangePoint | null {
  const values = new Float64Array((toMs - fromMs) / HOUR_MS).fill(NaN);
  for (const { outcome, scheduledAt, durationMs } of runs) {
    const hour = Math.floor((Date.parse(scheduledAt ?? '') - fromMs) / HOUR_MS);
    if (outcome === 'passed') values[hour] = durationMs;
  }
  const { changes } = analyseSeries({ startMs: fromMs, values }, { seed });
  if ('kind' in changes) return null;

  return changes.find(({ atMs }) => Math.abs(atMs - injectedMs) <= DAY_MS) ?? null;
}

function momentOf(scenario: ScenarioName, frame: HistoryFrame): number {
  const injected = injectedChanges(scenario, frame).find((each) => 'atMs' in each);

  return injected !== undefined && 'atMs' in injected
    ? injected.atMs
    : frame.fromMs + (frame.toMs - frame.fromMs) * FORCED_AT;
}

/** By how much the terms fail to add up. */
export function gapOf({ decomposition }: Explanation): number {
  if (decomposition === null) return Number.NaN;
  const { terms, unaccountedMs, changeMs, beforeMs, afterMs } = decomposition;
  const sum = terms.reduce((total, term) => total + term.changeMs, unaccountedMs);

  return Math.max(Math.abs(sum - changeMs), Math.abs(afterMs - beforeMs - changeMs));
}
