import type { MetricUnit } from '../../core/rollup/metric.ts';
import type { ChangePoint, DriftTest, Forecast } from '../../core/stats/results.ts';
import type { Estimate } from '../../core/stats/series.ts';
import type { Finding, FindingSubject, ResolutionReason } from '../../core/trends/finding.ts';
import type { FindingFacts } from '../../core/trends/trend-status.ts';
import {
  formatConfidence,
  formatConfidenceInterval,
  type FormatEnds,
} from './confidence-interval.ts';
import { formatCount } from './count.ts';
import { describeShortage } from './describe-shortage.ts';
import { mirrored, scaled } from './estimate.ts';
import { formatDay, formatDays, formatMoment } from './instant.ts';
import { formatLimit, formatMetric, formatMetricInterval } from './metric.ts';
import { formatShare, formatShareInterval } from './share.ts';

/** How a finding is described. */
export interface DescriptionFrame {
  /** `short`: the size and its interval. `full`: with the moment or beginning, and the levels. */
  readonly form: 'short' | 'full';
  /** The reader's present, in milliseconds since 1970: its year is left out of days. */
  readonly nowMs: number;
  /** When a drift began, if that is known. */
  readonly sinceMs?: number;
}

const DAYS_A_WEEK = 7;

/**
 * A finding in one sentence without its full stop, the same on every surface: `duration has been
 * getting slower by 1.9% a week (95% CI: 1.2 to 2.6%)`; of a resolved one, why it is:
 * `the drift of duration is resolved: it is not detected any more`.
 */
export function describeFinding(
  finding: FindingFacts & Partial<Pick<Finding, 'resolved'>>,
  frame: DescriptionFrame,
): string {
  const { resolved = null } = finding;
  if (resolved !== null) {
    return `${findingName(finding)} is resolved: ${describeResolution(resolved)}`;
  }

  return `${finding.metric} ${describeSubject(finding, frame)}`;
}

/** The same without the name of the metric. */
export function describeSubject(
  { subject, unit }: Pick<FindingFacts, 'subject' | 'unit'>,
  frame: DescriptionFrame,
): string {
  switch (subject.kind) {
    case 'drift':
      return describeDrift(subject.drift, unit, frame);
    case 'change':
      return describeChange(subject.change, unit, frame);
    case 'forecast':
      return describeForecast(subject, unit, frame);
  }
}

/** What a finding is called: `the drift of duration`. */
export function findingName({ subject, metric }: Pick<Finding, 'subject' | 'metric'>): string {
  switch (subject.kind) {
    case 'drift':
      return `the drift of ${metric}`;
    case 'change':
      return `the step of ${metric}`;
    case 'forecast':
      return `the forecast of ${subject.budget.statistic} ${metric}`;
  }
}

/** Why a finding is resolved, as a clause. */
export function describeResolution(reason: ResolutionReason): string {
  if (isPlain(reason)) return RESOLUTIONS[reason.code];
  switch (reason.code) {
    case 'level-returned':
      return `the level returned on ${formatDay(Date.parse(reason.on), Number.NaN)}`;
    case 'untestable':
      return `it could not be tested any more: ${describeShortage(reason.shortage)}`;
    case 'no-forecast':
      return describeShortage(reason.shortage);
    case 'no-data':
      return `the metric has had no data for ${formatCount(reason.days, 'day')}`;
    case 'budget-far':
      return `the budget will be reached in more than ${formatCount(reason.days, 'day')}`;
    case 'text':
      return reason.text;
  }
}

const RESOLUTIONS = {
  'not-detected': 'it is not detected any more',
  reversed: 'it goes in the other direction now',
  'explained-by-change': 'a step explains the data better',
  'explained-by-drift': 'a drift explains the data better',
  'too-far-back': 'it is too far back to be analysed',
  'region-removed': 'the journey does not run in this region any more',
  'budget-changed': 'the budget was changed',
  'budget-crossed': 'the budget is exceeded',
  'drift-resolved': 'the drift is resolved',
  'budget-not-reached': 'at the present rate the budget will not be reached',
} as const;

/** A reason without parameters. */
type PlainReason = Extract<ResolutionReason, { readonly code: keyof typeof RESOLUTIONS }>;

function isPlain(reason: ResolutionReason): reason is PlainReason {
  return Object.hasOwn(RESOLUTIONS, reason.code);
}

/** An estimate as text: `1.9%`, its interval `95% CI: 1.2 to 2.6%`, and the ends `1.2 to 2.6%`. */
export interface FormattedSize {
  readonly value: string;
  readonly interval: string;
  readonly ends: string;
}

/** A slope by week, relative where there is a level. */
export function formatRate(perDay: Estimate, level: number, unit: MetricUnit): FormattedSize {
  const week = scaled(perDay, DAYS_A_WEEK);

  return level > 0
    ? formatSize(scaled(week, 1 / level), formatShare, formatShareInterval)
    : formatSize(
        week,
        (value) => formatMetric(value, unit),
        (low, high) => formatMetricInterval(low, high, unit),
      );
}

/** When a budget will be crossed: `between 4 and 19 December`. */
export function describeCrossing({ earliestMs, latestMs }: Forecast, nowMs: number): string {
  return latestMs === null
    ? `on ${formatDay(earliestMs, nowMs)} at the earliest`
    : formatDays(earliestMs, latestMs, nowMs);
}

function describeDrift(
  { slopePerDay, level }: DriftTest,
  unit: MetricUnit,
  { form, nowMs, sinceMs }: DescriptionFrame,
): string {
  const isFalling = slopePerDay.value < 0;
  const rate = formatRate(isFalling ? mirrored(slopePerDay) : slopePerDay, level, unit);
  if (form === 'short') {
    return `${verbOf(isFalling, unit)} by ${rate.value} a week (${rate.interval})`;
  }
  const way = `${unit === 'ms' ? 'getting ' : ''}${directionOf(isFalling, unit)}`;
  const since = sinceMs === undefined ? '' : ` since ${formatDay(sinceMs, nowMs)}`;

  return `has been ${way} by ${rate.value} a week${since} (${rate.interval})`;
}

function verbOf(isFalling: boolean, unit: MetricUnit): string {
  if (unit === 'ms') return isFalling ? 'gets faster' : 'gets slower';

  return isFalling ? 'falls' : 'rises';
}

function directionOf(isFalling: boolean, unit: MetricUnit): string {
  if (unit === 'ms') return isFalling ? 'faster' : 'slower';

  return isFalling ? 'falling' : 'rising';
}

function describeChange(
  change: ChangePoint,
  unit: MetricUnit,
  { form, nowMs }: DescriptionFrame,
): string {
  const { before, after, fromMs, toMs, atMs } = change;
  const shift = change.shift.value < 0 ? mirrored(change.shift) : change.shift;
  const way = `stepped ${change.shift.value < 0 ? 'down' : 'up'}`;
  const share = before > 0 ? formatRelative(scaled(shift, 1 / before)) : null;
  const size = formatSize(
    shift,
    (value) => formatMetric(value, unit),
    (low, high) => formatMetricInterval(low, high, unit),
  );
  if (form === 'short') {
    const { value, interval } = share ?? size;
    return `${way} by ${value} on ${formatDay(atMs, nowMs)} (${interval})`;
  }
  const relative = share === null ? '' : `; ${share.value}`;

  return `${way} by ${size.value} (${size.interval}${relative}) ${formatMoment(fromMs, toMs, nowMs)}, from ${formatMetricInterval(before, after, unit)}`;
}

function describeForecast(
  { forecast, budget }: Extract<FindingSubject, { readonly kind: 'forecast' }>,
  unit: MetricUnit,
  { form, nowMs }: DescriptionFrame,
): string {
  const limit = formatLimit(budget.max, unit);
  const when = describeCrossing(forecast, nowMs);
  const confidence = formatConfidence(forecast.confidence);
  if (form === 'short') return `${budget.statistic} reaches ${limit} ${when} (${confidence})`;

  return `approaches its budget: at this rate ${budget.statistic} reaches ${limit} ${when} (${confidence})`;
}

function formatRelative(share: Estimate): FormattedSize {
  return formatSize(share, formatShare, formatShareInterval);
}

function formatSize(
  estimate: Estimate,
  formatValue: (value: number) => string,
  formatEnds: FormatEnds,
): FormattedSize {
  return {
    value: formatValue(estimate.value),
    interval: formatConfidenceInterval(estimate, formatEnds),
    ends: formatEnds(estimate.low, estimate.high),
  };
}
