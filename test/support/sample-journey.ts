import { wholeGrid } from './whole-grid.ts';
import type {
  Grid,
  JourneyPage,
  JourneyRegion,
  QuantileBands,
  QuantileTrack,
  StepStack,
  VitalView,
} from '../../lib/core/dashboard/journey/journey-page.ts';
import type { LastRun } from '../../lib/core/dashboard/overview/overview-page.ts';
import type { VitalName } from '../../lib/core/record/run-record.ts';
import { type MetricUnit, unitOfMetric } from '../../lib/core/rollup/metric.ts';
import type { Annotation } from '../../lib/core/record/annotation.ts';
import { finding } from './findings.ts';
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
import { DAY_MS, HOUR_MS } from '../../lib/core/base/time.ts';

/** A browser journey over some days, in buckets of some hours, in all sample regions. */
export function sampleJourney(days = 14, bucketHours = 1): JourneyPage {
  const toMs = Math.ceil(READ_AT_MS / HOUR_MS) * HOUR_MS;
  const startMs = toMs - days * DAY_MS;
  const stepMs = bucketHours * HOUR_MS;
  const grid = wholeGrid(startMs, stepMs, Math.round((days * 24) / bucketHours));

  return {
    kind: 'journey',
    stage: 'prod',
    source: 'deployed',
    readAtMs: READ_AT_MS,
    banner: null,
    journey: 'checkout',
    journeyKind: 'browser',
    description: 'Puts a book into the cart and pays for it with the test card.',
    file: 'journeys/checkout.journey.ts',
    schedule: 'every 5 minutes',
    range: { fromMs: startMs, toMs },
    metric: 'duration',
    metrics: METRICS,
    limits: [{ metric: 'duration', statistic: 'p95', max: 1_500 }],
    regions: SAMPLE_REGIONS.map((region, index) => journeyRegion(region, index, grid)),
    findings: [
      sampleChange('checkout', 'eu-west-1'),
      finding({ region: 'us-east-1', explanation: WAIT_GREW }),
      finding({
        region: 'ap-southeast-2',
        metric: 'step:pay',
        resolved: {
          at: '2026-11-20T00:40:00.000Z',
          code: 'level-returned',
          on: '2026-11-18T09:00:00.000Z',
        },
      }),
    ],
    notes: [
      note('2026-11-12T09:30:00.000Z', 'v1.41 deployed', 'deploy'),
      note('2026-11-17T13:00:00.000Z', 'v1.42 deployed: new payment page', 'deploy'),
      note('2026-11-20T08:00:00.000Z', 'Campaign begins', 'note'),
    ],
    detection: { outageMs: 672_000, alarmedWithinMs: 780_000, clockChangeMs: 0 },
    alarms: [
      { label: 'failing', state: 'OK', sinceMs: READ_AT_MS - 5 * DAY_MS, runbookUrl: '/runbook' },
      {
        label: 'budget p95 duration',
        state: 'ALARM',
        sinceMs: READ_AT_MS - 9 * HOUR_MS,
        runbookUrl: 'https://runbook.example/#budget',
      },
      { label: 'silent', state: 'INSUFFICIENT_DATA', sinceMs: null, runbookUrl: null },
    ],
  };
}

const METRICS = [
  'duration',
  'step:open the shop',
  'step:put a book into the cart',
  'step:pay',
  'ttfb',
  'fcp',
  'lcp',
  'cls',
  'inp',
  'tbt',
  'bytes',
  'requests',
  'wait@shop.example.com',
  'dns@shop.example.com',
  'tls@shop.example.com',
  'wait@pay.example.net',
];

function note(at: string, text: string, kind: Annotation['kind']): Annotation {
  return { at, journey: kind === 'note' ? '*' : 'checkout', text, kind, by: 'ci' };
}

function journeyRegion(region: string, index: number, grid: Grid): JourneyRegion {
  const level = [812, 1_010, 1_190][index] ?? 900;
  const failed = [3, 41, 0][index] ?? 0;

  return {
    region,
    availability: sampleAvailability({ passed: 4_032 - failed, failed, missing: index }),
    last: runAt(index, 0),
    trend: sampleTrend(index === 0 ? 'worsening' : 'passing', index * 4 + 3),
    bands: bandsOf('duration', grid, (bucket) => level + shiftAt(index, bucket, grid)),
    steps: stepsOf(grid, (bucket) => level + shiftAt(index, bucket, grid)),
    vitals: VITALS.map(({ name, value }) => vital(name, value * (1 + index * 0.22), grid)),
    budgets: [
      sampleBudget('lcp', 2_500, sampleEstimate(1_900 + index * 310)),
      sampleBudget('step:pay', 1_500, sampleEstimate(700)),
    ],
    runs: Array.from({ length: 30 }, (_, run) => runAt(index, run)),
  };
}

const VITALS: readonly { readonly name: VitalName; readonly value: number }[] = [
  { name: 'ttfb', value: 310 },
  { name: 'fcp', value: 1_240 },
  { name: 'lcp', value: 1_900 },
  { name: 'cls', value: 0.072 },
  { name: 'inp', value: 168 },
  { name: 'tbt', value: 240 },
];

function shiftAt(index: number, bucket: number, { startMs, stepMs }: Grid): number {
  const atMs = startMs + bucket * stepMs;
  const isAfter = index === 0 && atMs >= Date.parse('2026-11-17T13:00:00.000Z');
  const drift = index === 1 ? (bucket * stepMs) / DAY_MS : 0;

  return (isAfter ? 212 : 0) + drift * 1.5 + noise(bucket + index * 31) * 0.05;
}

/** Between -1,000 and 1,000, the same for the same bucket. */
function noise(bucket: number): number {
  return (((bucket * 7_919 + 13) % 2_003) - 1_001) * (0.6 + 0.4 * Math.sin(bucket / 3.8));
}

function bandsOf(metric: string, grid: Grid, levelAt: (bucket: number) => number): QuantileBands {
  const unit: MetricUnit = unitOfMetric(metric);
  const buckets = Array.from({ length: grid.length }, (_, bucket) => bucket);
  function track(q: number, factor: number): QuantileTrack {
    const values = buckets.map((bucket) =>
      isGap(bucket) ? null : levelAt(bucket) * (1 + factor * (1 + 0.2 * Math.sin(bucket / 5))),
    );
    return {
      q,
      values,
      low: values.map((value) => value && value * 0.97),
      high: values.map((value) => value && value * 1.05),
    };
  }

  return {
    metric,
    unit,
    grid,
    n: buckets.map((bucket) => (isGap(bucket) ? 0 : 12)),
    censored: buckets.map(() => 0),
    tracks: [track(0.5, 0), track(0.75, 0.1), track(0.95, 0.32)],
  };
}

/** Some buckets have no run. */
function isGap(bucket: number): boolean {
  return bucket % 97 > 92;
}

function stepsOf(grid: Grid, levelAt: (bucket: number) => number): StepStack {
  const shares: readonly (readonly [string | null, number])[] = [
    ['open the shop', 0.34],
    ['put a book into the cart', 0.21],
    ['pay', 0.38],
    [null, 0.07],
  ];
  const buckets = Array.from({ length: grid.length }, (_, bucket) => bucket);

  return {
    grid,
    n: buckets.map((bucket) => (isGap(bucket) ? 0 : 12)),
    layers: shares.map(([step, share]) => ({
      step,
      meanMs: buckets.map((bucket) => (isGap(bucket) ? null : levelAt(bucket) * share)),
    })),
  };
}

function vital(name: VitalName, value: number, grid: Grid): VitalView {
  const bands = bandsOf(name, grid, (bucket) => value * (1 + noise(bucket) * 0.000_06));
  const [, p75] = bands.tracks;

  return {
    name,
    p75: sampleEstimate(value),
    bands: { ...bands, tracks: p75 === undefined ? [] : [p75] },
  };
}

function runAt(region: number, run: number): LastRun {
  const failed = (run * 13 + region * 7) % 17 === 5;

  return {
    runId: `checkout-${SAMPLE_REGIONS[region] ?? ''}-${run}`,
    startedAt: new Date(READ_AT_MS - run * 300_000 - 42_000).toISOString(),
    outcome: failed ? 'failed' : 'passed',
    cause: failed ? 'target.timeout' : null,
    durationMs: failed ? 60_000 : 820 + ((run * 7_919) % 300),
  };
}
