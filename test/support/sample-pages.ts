import type { OverviewState } from '../../lib/core/dashboard/overview/overview-page.ts';
import type {
  Availability,
  BudgetCheck,
  TrendStanding,
} from '../../lib/core/dashboard/status/status.ts';
import type { Outcome } from '../../lib/core/record/outcome.ts';
import { unitOfMetric } from '../../lib/core/rollup/metric.ts';
import type { QuantileEstimate } from '../../lib/core/stats/quantile.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import type { PageContext, PageLinks } from '../../lib/report/html/parts/html-page.ts';
import { changeAt, finding } from './findings.ts';
import { HOST_CAME } from './trend-views.ts';

/** When the sample pages are read. */
export const READ_AT_MS = Date.UTC(2026, 10, 22, 12, 30, 12);

/** The regions of the sample journeys. */
export const SAMPLE_REGIONS: readonly string[] = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];

/** Links as a server has them, without one. */
export const SAMPLE_LINKS: PageLinks = {
  overview: (range) => `/overview${range === null ? '' : `?from=${range.fromMs}&to=${range.toMs}`}`,
  journey: (journey, { range, metric } = {}) =>
    `/journeys/${encodeURIComponent(journey)}?metric=${encodeURIComponent(metric ?? '')}${range === undefined ? '' : `&from=${range.fromMs}&to=${range.toMs}`}`,
  run: ({ journey, region, runId }) =>
    `/runs/${[journey, region, runId].map(encodeURIComponent).join('/')}`,
  compare: () => '/compare',
  costs: () => '/costs',
  evidence: () => null,
};

/** What sample pages are drawn with. */
export const SAMPLE_CONTEXT: PageContext = {
  links: SAMPLE_LINKS,
  json: '/overview.json',
  idPrefix: '',
};

/** A p75 of a value with an interval around. */
export function sampleEstimate(value: number, n = 4_032): QuantileEstimate {
  return {
    kind: 'quantile',
    value,
    low: value * 0.97,
    high: value * 1.04,
    confidence: 0.95,
    n,
    censored: 0,
    bound: 'exact',
  };
}

/** How often users got through, with Wilson's interval about as wide as it would be. */
export function sampleAvailability(counts: Partial<Record<Outcome, number>>): Availability {
  const all = { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0, ...counts };
  const judged = all.passed + all.failed;
  const value = all.passed / judged;
  const half = 2 * Math.sqrt((value * (1 - value)) / judged) + 2 / judged;
  const [low, high] = [Math.max(0, value - half), Math.min(1, value + half / 2)];

  return {
    counts: all,
    share: judged === 0 ? null : { value, low, high, confidence: 0.95 },
  };
}

/** A budget held against an estimate. */
export function sampleBudget(metric: string, max: number, estimate: QuantileEstimate): BudgetCheck {
  const status = estimate.high <= max ? 'within' : estimate.low > max ? 'exceeded' : 'unsure';

  return { metric, statistic: 'p75', max, unit: unitOfMetric(metric), estimate, status };
}

/** Where a series in a state may be going. */
export function sampleTrend(state: OverviewState, seed: number): TrendStanding {
  if (state === 'worsening') {
    return {
      direction: 'worse',
      words:
        'duration has been getting slower by 1.9% a week since 3 October (95%: 1.2 to 2.6%); q = 0.003',
      metric: 'duration',
      q: 0.003,
    };
  }
  if (seed % 13 === 4) {
    return { direction: 'better', words: 'lcp stepped down by 120 ms', metric: 'lcp', q: 0.01 };
  }

  return seed % 9 === 7
    ? {
        direction: 'unknown',
        words: 'a drift needs 14 days with data, there are 9: 5 more days at the present rate',
        metric: null,
        q: null,
      }
    : {
        direction: 'steady',
        words: 'any drift since 3 October lies within -0.3 to +0.4% a week (95%)',
        metric: null,
        q: null,
      };
}

/** A step up by 212 ms, with what came at the same time. */
export function sampleChange(journey: string, region: string): Finding {
  return finding({
    journey,
    region,
    id: 'change-2026-11-17T13:00:00.000Z',
    subject: {
      kind: 'change',
      change: changeAt('2026-11-17T13:00:00.000Z', {
        before: 812,
        after: 1_024,
        shift: { value: 212, low: 188, high: 235, confidence: 0.95 },
        fromMs: Date.parse('2026-11-17T06:00:00.000Z'),
        toMs: Date.parse('2026-11-17T20:00:00.000Z'),
      }),
    },
    explanation: HOST_CAME,
  });
}
