import type { MetricUnit } from '../../lib/core/rollup/metric.ts';
import type { ChangePoint, DriftTest } from '../../lib/core/stats/results.ts';
import type { Finding, FindingSubject, ResolutionReason } from '../../lib/core/trends/finding.ts';
import { describeResolution, describeSubject } from '../../lib/report/format/describe-finding.ts';
import { formatMetric } from '../../lib/report/format/metric.ts';
import { formatShare } from '../../lib/report/format/share.ts';
import { changeAt, DRIFT, finding } from '../../test/support/findings.ts';

/** A finding, and the text that every surface must show of it. */
export interface SurfaceCase {
  readonly name: string;
  readonly expected: string;
  readonly finding: Finding;
}

const DAYS_A_WEEK = 7;
const AT = '2026-11-20T13:00:00.000Z';

const VALUES: Readonly<Record<MetricUnit, readonly number[]>> = {
  ms: [
    0.001, 0.42, 0.996, 8.26, 48.2, 99.96, 124.4, 999.6, 1_236, 9_996, 12_345, 59_960, 124_000,
    3_700_000, 11_100_000, 187_200_000,
  ],
  bytes: [1, 512, 999, 1_000, 12_400, 99_960, 150_000, 999_600, 1_250_000, 3_400_000_000],
  count: [1, 26, 999, 12_000, 1_234_567],
  score: [0.001, 0.1129, 0.25, 1.5],
};
const UNITS = ['ms', 'bytes', 'count', 'score'] as const;
/** Shares of the level that a metric grows by in a week; the first is 26 of 27. */
const SHARES = [26 / 27, 0.000_01, 0.0042, 0.999_988, 12.5];

/** 40 values: of each unit as the size of a step, and shares as the rate of a drift. */
export function valueCases(): readonly SurfaceCase[] {
  const steps = UNITS.flatMap((unit) =>
    VALUES[unit].map((value) => ({
      name: `${value} ${unit}`,
      expected: `by ${formatMetric(value, unit)} (`,
      finding: finding({ unit, subject: { kind: 'change', change: stepOf(value) } }),
    })),
  );
  const shares = SHARES.map((share) => ({
    name: `share ${share}`,
    expected: `by ${formatShare(share)} a week`,
    finding: finding({ subject: { kind: 'drift', drift: driftOf(share) } }),
  }));

  return [...steps, ...shares];
}

/** 12 findings: open ones of each kind and unit, and resolved ones. */
export function findingCases(): readonly SurfaceCase[] {
  const falling = { ...DRIFT, slopePerDay: mirroredDrift() };
  const down = changeAt(AT, { before: 260, after: 200, shift: estimate(-60, -68, -52) });
  const size = changeAt(AT, { before: 12_400, after: 150_000, shift: estimate(137_600, 9e4, 2e5) });
  const score = changeAt(AT, { before: 0, after: 0.2, shift: estimate(0.2, 0.1, 0.3) });
  const drift = { kind: 'drift', drift: DRIFT } as const;

  return [
    open('a drift of a duration', drift),
    open('a falling drift', { kind: 'drift', drift: falling }),
    open('a drift without a level', { kind: 'drift', drift: { ...DRIFT, level: 0 } }),
    open('a drift of bytes', drift, 'bytes'),
    open('a step of a duration', { kind: 'change', change: changeAt(AT) }),
    open('a step down', { kind: 'change', change: down }),
    open('a step of bytes', { kind: 'change', change: size }, 'bytes'),
    open('a step of a score', { kind: 'change', change: score }, 'score'),
    open('a forecast', forecastOf(Date.UTC(2026, 11, 19))),
    open('a forecast without an end', forecastOf(null)),
    resolved('a resolved drift', { code: 'not-detected' }),
    resolved('a resolved step', { code: 'level-returned', on: '2026-11-21' }),
  ];
}

function open(name: string, subject: FindingSubject, unit: MetricUnit = 'ms'): SurfaceCase {
  const made = finding({ subject, unit });
  const frame = { form: 'full', nowMs: Date.parse(made.foundAt) } as const;

  return { name, expected: describeSubject(made, frame), finding: made };
}

function resolved(name: string, reason: ResolutionReason): SurfaceCase {
  const resolution = { at: '2026-11-25T00:40:00.000Z', ...reason };

  return {
    name,
    expected: describeResolution(reason),
    finding: finding({ resolved: resolution }),
  };
}

function stepOf(value: number): ChangePoint {
  return changeAt(AT, {
    before: value,
    after: value * 2,
    shift: estimate(value, value * 0.9, value * 1.1),
  });
}

function driftOf(shareAWeek: number): DriftTest {
  const { level } = DRIFT;
  const perDay = (shareAWeek * level) / DAYS_A_WEEK;

  return { ...DRIFT, slopePerDay: estimate(perDay, perDay * 0.9, perDay * 1.1) };
}

function mirroredDrift(): DriftTest['slopePerDay'] {
  const { value, low, high } = DRIFT.slopePerDay;

  return estimate(-value, -high, -low);
}

function forecastOf(latestMs: number | null): FindingSubject {
  return {
    kind: 'forecast',
    budget: { statistic: 'p95', max: 330 },
    forecast: {
      kind: 'forecast',
      atMs: Date.UTC(2026, 11, 11),
      earliestMs: Date.UTC(2026, 11, 4),
      latestMs,
      confidence: 0.95,
    },
  };
}

function estimate(value: number, low: number, high: number): DriftTest['slopePerDay'] {
  return { value, low, high, confidence: 0.95 };
}
