import type { TrendStatus } from '../../lib/core/trends/trend-status.ts';
import type { OverviewState } from '../../lib/core/dashboard/overview/overview-page.ts';
import type { Availability, BudgetCheck } from '../../lib/core/dashboard/status/status.ts';
import type { Outcome } from '../../lib/core/record/outcome.ts';
import { unitOfMetric } from '../../lib/core/rollup/metric.ts';
import type { QuantileEstimate } from '../../lib/core/stats/quantile.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import type { PageContext, PageLinks } from '../../lib/report/html/parts/html-page.ts';
import { DRIFT, changeAt, finding } from './findings.ts';
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

/** The trend of a series in a state. */
export function sampleTrend(state: OverviewState, seed: number): TrendStatus {
  const frame = { code: 'open-findings', more: 0, notAnalysedSince: null } as const;
  if (state === 'worsening') {
    const q = 0.003;
    const worst = {
      metric: 'duration',
      unit: 'ms',
      q,
      subject: { kind: 'drift', drift: DRIFT },
    } as const;
    return { ...frame, direction: 'worse', metric: 'duration', q, worst };
  }
  if (seed % 13 === 4) {
    const q = 0.01;
    const shift = { value: -120, low: -140, high: -100, confidence: 0.95 };
    const change = changeAt('2026-11-17T13:00:00.000Z', { before: 900, after: 780, shift });
    const worst = { metric: 'lcp', unit: 'ms', q, subject: { kind: 'change', change } } as const;
    return { ...frame, direction: 'better', metric: 'lcp', q, worst };
  }
  const none = { metric: null, q: null };

  return seed % 9 === 7
    ? {
        ...none,
        code: 'insufficient-data',
        direction: 'unknown',
        shortage: {
          code: 'too-few-days',
          question: 'drift',
          autocorrelated: false,
          days: 9,
          neededDays: 14,
          since: null,
        },
        moreDays: 5,
      }
    : {
        ...none,
        code: 'steady',
        direction: 'steady',
        at: '2026-11-23T00:40:00.000Z',
        tested: 3,
        untested: 0,
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
