import type { Explanation } from '../../lib/core/explain/explanation.ts';
import type { SeriesConclusion } from '../../lib/core/stats/results.ts';
import type { InsufficientData, DaysQuestion } from '../../lib/core/stats/series.ts';
import type { SeriesAnalysis } from '../../lib/core/trends/journey-analysis.ts';
import type { JourneyTrends } from '../../lib/core/trends/read-journey-trends.ts';
import type { TrendsView } from '../../lib/report/format/trend-view.ts';
import { changeAt, DRIFT } from './findings.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';

const DAYS = 56;

/** When the imagined looks are made, and what they look at. */
export const NOW_MS = Date.UTC(2026, 10, 22, 12, 30);
export const FROM_MS = Date.UTC(2026, 8, 27);

/** Hourly values of 56 days: `valueAt` by hour. */
export function hourlyOf(valueAt: (hour: number) => number): SeriesAnalysis['hourly'] {
  const values = Float64Array.from({ length: DAYS * 24 + 12 }, (_, hour) => valueAt(hour));

  return { startMs: FROM_MS, values };
}

/** A series of `checkout` in eu-west-1 in which nothing was found. */
export function analysisOf(changes: Partial<SeriesAnalysis> = {}): SeriesAnalysis {
  return {
    series: { journey: 'checkout', region: 'eu-west-1', metric: 'duration' },
    unit: 'ms',
    conclusion: STEADY,
    q: { drift: 0.61, changes: [] },
    forecasts: [],
    explanations: { drift: null, changes: [] },
    hourly: hourlyOf((hour) => 214 + 6 * Math.sin(hour / 3.82) + ((hour * 7919) % 13)),
    from: new Date(FROM_MS).toISOString(),
    to: new Date(Date.UTC(2026, 10, 22, 12)).toISOString(),
    ...changes,
  };
}

/** Nothing was found, and the drift is bounded. */
export const STEADY: SeriesConclusion = {
  kind: 'steady',
  drift: {
    ...DRIFT,
    n: 1_340,
    days: 57,
    level: 214,
    slopePerDay: { value: 0.02, low: -0.1, high: 0.14, confidence: 0.95 },
    p: 0.42,
  },
  changes: [],
};

/** A drift of 0.58 ms a day on 214 ms, with a budget that it will cross. */
export function driftingAnalysis(changes: Partial<SeriesAnalysis> = {}): SeriesAnalysis {
  return analysisOf({
    conclusion: {
      kind: 'drift',
      drift: {
        ...DRIFT,
        n: 1_340,
        days: 57,
        level: 214,
        slopePerDay: { value: 0.58, low: 0.37, high: 0.79, confidence: 0.95 },
      },
      changes: [],
    },
    q: { drift: 0.003, changes: [] },
    forecasts: [
      {
        budget: { metric: 'duration', statistic: 'p95', max: 1_500 },
        outcome: {
          kind: 'forecast',
          atMs: Date.UTC(2026, 11, 11),
          earliestMs: Date.UTC(2026, 11, 4),
          latestMs: Date.UTC(2026, 11, 19),
          confidence: 0.95,
        },
      },
    ],
    explanations: { drift: WAIT_GREW, changes: [] },
    hourly: hourlyOf(
      (hour) => 198 + 0.0242 * hour + 6 * Math.sin(hour / 3.82) + ((hour * 7919) % 13),
    ),
    ...changes,
  });
}

/** A step from 200 to 260 ms on 30 October. */
export function steppedAnalysis(changes: Partial<SeriesAnalysis> = {}): SeriesAnalysis {
  const atHour = (Date.UTC(2026, 9, 30, 13) - FROM_MS) / HOUR_MS;

  return analysisOf({
    conclusion: {
      kind: 'step',
      drift: tooFewDays('drift', 28, 5),
      changes: [changeAt('2026-10-30T13:00:00Z')],
    },
    q: { drift: null, changes: [0.004] },
    hourly: hourlyOf((hour) => (hour < atHour ? 200 : 260) + ((hour * 7919) % 13) - 6),
    explanations: { drift: null, changes: [HOST_CAME] },
    ...changes,
  });
}

/** A series that is too short for either test. */
export function refusedAnalysis(changes: Partial<SeriesAnalysis> = {}): SeriesAnalysis {
  return analysisOf({
    conclusion: {
      kind: 'insufficient-data',
      drift: tooFewDays('drift', 28, 19),
      changes: tooFewDays('change', 14, 4.2),
    },
    q: { drift: null, changes: [] },
    ...changes,
  });
}

/** Nine days, where more are needed. */
export function tooFewDays(
  question: DaysQuestion,
  neededDays: number,
  moreDays: number | null,
): InsufficientData {
  return {
    kind: 'insufficient-data',
    shortage: {
      code: 'too-few-days',
      question,
      autocorrelated: false,
      days: 9,
      neededDays,
      since: null,
    },
    moreDays,
  };
}

/** Most of the time went into waiting in one step. */
export const WAIT_GREW: Explanation = {
  decomposition: {
    beforeMs: 205.3,
    afterMs: 228.5,
    changeMs: 23.2,
    terms: [
      term({ step: 'pay', host: 'shop.example', phase: 'wait' }, 80, 99.36),
      term({ step: 'pay', host: 'shop.example', phase: 'receive' }, 12.1, 13.94),
      term({ step: 'browse', host: 'shop.example', phase: 'wait' }, 60, 61.22),
      term({ step: 'browse', host: null, phase: 'own' }, 31, 30.3),
      term({ step: null, host: null, phase: 'own' }, 2.2, 2.53),
      term({ step: 'browse', host: 'shop.example', phase: 'dns' }, 20, 20.75),
    ],
    steps: [
      { step: 'pay', changeMs: 21.2 },
      { step: 'browse', changeMs: 1.27 },
      { step: null, changeMs: 0.33 },
    ],
    unaccountedMs: 0.4,
    runs: { before: 4_012, after: 3_987 },
  },
  causes: [
    {
      code: 'step-changed',
      step: 'pay',
      mostly: null,
      onlyIn: null,
      kind: 'step',
      subject: 'step:pay',
      carries: { ms: 21.2, share: 0.914, by: 'itself' },
      at: null,
      fit: 0.91,
    },
  ],
  instrument: false,
  regions: { sharing: ['eu-west-1', 'us-east-1'], others: ['ap-southeast-2'] },
};

/** A host came with a deployment. */
export const HOST_CAME: Explanation = {
  decomposition: {
    beforeMs: 200,
    afterMs: 260,
    changeMs: 60,
    terms: [term({ step: 'browse', host: 'tags.example.net', phase: 'wait' }, 0, 59.6)],
    steps: [{ step: 'browse', changeMs: 59.6 }],
    unaccountedMs: 0.4,
    runs: { before: 2_000, after: 1_980 },
  },
  causes: [
    {
      code: 'noted',
      text: 'v1.42',
      by: null,
      kind: 'note',
      subject: 'deploy',
      carries: null,
      at: '2026-10-30T12:40:00.000Z',
      fit: 0.97,
    },
    {
      code: 'host-appeared',
      kind: 'host',
      subject: 'host@tags.example.net',
      carries: { ms: 59.6, share: 0.993, by: 'waiting' },
      at: '2026-10-30T13:00:00.000Z',
      fit: 0.93,
    },
  ],
  instrument: false,
  regions: null,
};

function term(
  part: {
    readonly step: string | null;
    readonly host: string | null;
    readonly phase: 'wait' | 'receive' | 'own' | 'dns';
  },
  beforeMs: number,
  afterMs: number,
) {
  return { part, beforeMs, afterMs, changeMs: afterMs - beforeMs };
}

/** A journey with some series. */
export function journeyOf(
  series: readonly SeriesAnalysis[],
  changes: Partial<JourneyTrends> = {},
): JourneyTrends {
  return {
    analysis: {
      journey: series[0]?.series.journey ?? 'checkout',
      series,
      instrument: [],
      failures: [],
    },
    findings: [],
    notes: [],
    timedRuns: { 'eu-west-1': 15_312 },
    ...changes,
  };
}

/** Journeys that were looked at together. */
export function viewOf(journeys: readonly JourneyTrends[]): TrendsView {
  return {
    stage: 'prod',
    nowMs: NOW_MS,
    fromMs: FROM_MS,
    toMs: Date.UTC(2026, 10, 22, 12),
    journeys,
  };
}
