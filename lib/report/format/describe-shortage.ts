import type { DataShortage, DaysQuestion, InsufficientData } from '../../core/stats/series.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { formatCount } from './count.ts';
import { formatDay } from './instant.ts';

/** From when a number of days is counted, and the reader's present, in milliseconds since 1970. */
export interface DaysFrame {
  readonly fromMs: number;
  readonly nowMs: number;
}

const QUESTIONS: Readonly<Record<DaysQuestion, string>> = {
  drift: 'a drift',
  change: 'a change point',
  forecast: 'a forecast',
};

/** What the data lack, as a clause: `a drift needs 21 days, this journey has 9`. */
export function describeShortage(shortage: DataShortage): string {
  switch (shortage.code) {
    case 'too-few-days':
      return describeDays(shortage);
    case 'too-few-values':
      return describeValues(shortage);
    case 'too-few-runs': {
      const { n, needed } = shortage;
      return `a comparison needs ${needed} runs on each side, there are ${n.a} and ${n.b}`;
    }
    case 'autocorrelated-runs': {
      const { n, effective } = shortage;
      return `a comparison needs more runs: these are autocorrelated, ${n.a} and ${n.b} are worth about ${effective.a} and ${effective.b} independent ones`;
    }
    case 'step-within-drift':
      return `the rate is an average: the level also stepped around ${dayOf(shortage.around)}, by how much cannot be estimated next to a drift`;
    case 'no-drift':
      return `no drift moves the ${shortage.statistic} towards its budget`;
    case 'not-tested':
      return 'it was not tested';
    case 'failed':
      return shortage.message;
    case 'text':
      return shortage.text;
  }
}

/**
 * The same with what to wait for: `a drift needs 21 days, this journey has 9: about 12 more days,
 * until 5 December`. Without a frame, without the day.
 */
export function describeInsufficientData(
  { shortage, moreDays }: Pick<InsufficientData, 'shortage' | 'moreDays'>,
  frame: DaysFrame | null = null,
): string {
  const reason = describeShortage(shortage);
  if (moreDays === null) return reason;
  const days = Math.ceil(moreDays);
  const until =
    frame === null
      ? ''
      : `, until ${formatDay(Math.max(frame.fromMs, frame.nowMs) + days * DAY_MS, frame.nowMs)}`;

  return `${reason}: about ${formatCount(days, 'more day')}${until}`;
}

function describeValues({
  q,
  n,
  needed,
}: Extract<DataShortage, { readonly code: 'too-few-values' }>): string {
  return `${percentileName(q)} needs ${needed} values, ${n === 1 ? 'there is 1' : `there are ${n}`}`;
}

/** `p95`; of 0.5 `a median`. */
function percentileName(q: number): string {
  return q === 0.5 ? 'a median' : `p${Number((q * 100).toFixed(6))}`;
}

function describeDays({
  question,
  autocorrelated,
  days,
  neededDays,
  since,
}: Extract<DataShortage, { readonly code: 'too-few-days' }>): string {
  const what = `${QUESTIONS[question]}${autocorrelated ? ' in autocorrelated days' : ''}`;
  const counted = since === null ? '' : ` since ${dayOf(since)}`;

  return `${what} needs ${neededDays} days, this journey has ${days}${counted}`;
}

/** With its year: there is no reader's present to leave it out for. */
function dayOf(instant: string): string {
  return formatDay(Date.parse(instant), Number.NaN);
}
