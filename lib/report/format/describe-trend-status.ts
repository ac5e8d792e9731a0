import type { TrendStatus } from '../../core/trends/trend-status.ts';
import { DRIFT_DAYS } from '../../core/stats/drift-test.ts';
import { formatCount } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { describeInsufficientData } from './describe-shortage.ts';
import { formatDay } from './instant.ts';
import { formatProbabilityOf } from './number.ts';

/** The trend of a journey in a region, as a sentence without its full stop. */
export function describeTrendStatus(status: TrendStatus, nowMs: number): string {
  switch (status.code) {
    case 'open-findings':
      return describeOpen(status, nowMs);
    case 'never-analysed':
      return 'not analysed yet';
    case 'not-analysed-since':
      return `not analysed since ${dayOf(status.at, nowMs)}`;
    case 'region-not-analysed':
      return `the analysis of ${dayOf(status.at, nowMs)} did not cover ${status.region}`;
    case 'no-duration':
      return `not enough data for trends yet: a drift needs ${DRIFT_DAYS} days, the analysis of ${dayOf(status.at, nowMs)} found none`;
    case 'insufficient-data':
      return describeMissing(status);
    case 'steady': {
      const metrics = status.tested === 1 ? 'duration' : `${status.tested} metrics`;
      const rest =
        status.untested === 0
          ? ''
          : `; not enough data for ${formatCount(status.untested, 'more metric')}`;
      return `no drift or step detected in ${metrics}, analysed on ${dayOf(status.at, nowMs)}${rest}`;
    }
  }
}

function describeOpen(
  status: Extract<TrendStatus, { readonly code: 'open-findings' }>,
  nowMs: number,
): string {
  const { worst, more, notAnalysedSince, q } = status;
  const clauses = [
    describeFinding(worst, { form: 'short', nowMs }),
    ...(q === null ? [] : [formatProbabilityOf('q', q)]),
    ...(more === 0 ? [] : [`${more} more`]),
    ...(notAnalysedSince === null ? [] : [`not analysed since ${dayOf(notAnalysedSince, nowMs)}`]),
  ];

  return clauses.join('; ');
}

function describeMissing(
  status: Extract<TrendStatus, { readonly code: 'insufficient-data' }>,
): string {
  const { code } = status.shortage;
  const words = describeInsufficientData(status);

  return code === 'failed'
    ? `the analysis failed: ${words}`
    : `not enough data for trends yet: ${words}`;
}

function dayOf(instant: string, nowMs: number): string {
  return formatDay(Date.parse(instant), nowMs);
}
