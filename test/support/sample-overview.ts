import {
  type LastRun,
  OVERVIEW_STATES,
  type OverviewDay,
  type OverviewPage,
  type OverviewRow,
  type OverviewState,
} from '../../lib/core/dashboard/overview/overview-page.ts';
import type { BudgetCheck } from '../../lib/core/dashboard/status/status.ts';
import { DRIFT, finding } from './findings.ts';
import {
  READ_AT_MS,
  SAMPLE_REGIONS,
  sampleAvailability,
  sampleBudget,
  sampleChange,
  sampleEstimate,
  sampleTrend,
} from './sample-pages.ts';
import { WAIT_GREW } from './trend-views.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';

/** An overview of so many journeys in the sample regions; it holds every state. */
export function sampleOverview(journeys = 14): OverviewPage {
  const range = { fromMs: READ_AT_MS - 30 * DAY_MS, toMs: READ_AT_MS };
  const rows = Array.from({ length: journeys }, (_, index) => index).flatMap((index) =>
    SAMPLE_REGIONS.slice(0, index % 5 === 3 ? 1 : 3).map((region, at) =>
      overviewRow(journeyName(index), region, index * 3 + at),
    ),
  );
  const rank = new Map(OVERVIEW_STATES.map((state, index) => [state, index]));

  return {
    kind: 'overview',
    stage: 'prod',
    source: 'deployed',
    readAtMs: READ_AT_MS,
    banner: null,
    range,
    findings: [
      sampleChange('checkout', 'eu-west-1'),
      finding({ journey: 'search', region: 'us-east-1', explanation: WAIT_GREW }),
      finding({ journey: 'sign-in-with-totp', metric: 'lcp', explanation: null }),
      finding({
        journey: 'browse-and-buy',
        subject: {
          kind: 'drift',
          drift: {
            ...DRIFT,
            slopePerDay: { value: -1.5, low: -1.8, high: -1.2, confidence: 0.95 },
          },
        },
      }),
    ],
    moreFindings: 3,
    rows: rows.toSorted((one, other) => (rank.get(one.state) ?? 0) - (rank.get(other.state) ?? 0)),
  };
}

const NAMES = [
  'checkout',
  'search',
  'sign-in-with-totp',
  'browse-and-buy',
  'api-orders',
  'api-health',
  'password-reset',
  'upload-invoice',
  'newsletter',
  'graphql-catalogue',
  'admin-report',
  'payment-webhook',
  'status-page',
  'a-journey-with-quite-a-long-name-that-has-to-wrap-somewhere',
];

function journeyName(index: number): string {
  const name = NAMES[index % NAMES.length] ?? 'journey';

  return index < NAMES.length ? name : `${name}-${Math.floor(index / NAMES.length)}`;
}

function overviewRow(journey: string, region: string, seed: number): OverviewRow {
  const state = stateOf(seed);
  const days = overviewDays(state, seed);
  function sumOf(kind: 'passed' | 'failed' | 'unknown'): number {
    return days.reduce((sum, day) => sum + day[kind], 0);
  }

  return {
    journey,
    region,
    kind: journey.startsWith('api') ? 'api' : 'browser',
    state,
    last: state === 'waiting' ? null : lastRun(state, seed),
    availability: sampleAvailability({
      passed: sumOf('passed'),
      failed: sumOf('failed'),
      errored: sumOf('unknown'),
    }),
    days,
    budgets: budgetsOf(state, seed),
    trend: sampleTrend(state, seed),
  };
}

function stateOf(seed: number): OverviewState {
  return seed < 2
    ? 'failing'
    : ((
        {
          5: 'errored',
          8: 'missing',
          10: 'over-budget',
          12: 'worsening',
          16: 'waiting',
        } as Readonly<Record<number, OverviewState>>
      )[seed] ?? 'passing');
}

function lastRun(state: OverviewState, seed: number): LastRun {
  const outcome =
    state === 'failing'
      ? 'failed'
      : state === 'errored'
        ? 'errored'
        : state === 'missing'
          ? 'missing'
          : 'passed';

  return {
    runId: `run-${seed}`,
    startedAt: new Date(READ_AT_MS - (seed % 7) * 43_000 - 12_000).toISOString(),
    outcome,
    cause:
      outcome === 'failed' ? 'target.assertion' : outcome === 'errored' ? 'monitor.browser' : null,
    durationMs: 900 + ((seed * 7919) % 900),
  };
}

function overviewDays(state: OverviewState, seed: number): readonly OverviewDay[] {
  if (state === 'waiting') return [];
  const first = Math.floor((READ_AT_MS - 30 * DAY_MS) / DAY_MS) * DAY_MS;

  return Array.from({ length: 31 }, (_, index) => {
    const chance = (seed * 7919 + index * 104_729) % 97;
    const failed =
      state === 'failing' && index === 30 ? 150 : chance === 3 ? 4 : chance < 2 ? 60 : 0;
    const unknown = chance === 11 ? 9 : 0;
    return { atMs: first + index * DAY_MS, passed: 288 - failed - unknown, failed, unknown };
  }).filter(({ atMs }) => seed % 11 !== 7 || atMs > first + 9 * DAY_MS);
}

function budgetsOf(state: OverviewState, seed: number): readonly BudgetCheck[] {
  if (seed % 4 === 3) return [];
  const lcp = sampleBudget(
    'lcp',
    2_500,
    sampleEstimate(state === 'over-budget' ? 2_900 : 1_900 + seed * 7),
  );

  return seed % 3 === 0
    ? [lcp, sampleBudget('step:pay', 1_500, sampleEstimate(1_470))]
    : seed === 13
      ? [{ ...lcp, status: 'unknown', estimate: REFUSED }]
      : [lcp];
}

const REFUSED = {
  kind: 'insufficient-data',
  shortage: { code: 'too-few-values', q: 0.75, n: 4, needed: 11 },
  moreDays: 2.2,
} as const;
