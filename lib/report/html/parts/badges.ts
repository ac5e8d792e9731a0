import type { TrendStatus } from '../../../core/trends/trend-status.ts';
import type { OverviewState } from '../../../core/dashboard/overview/overview-page.ts';
import type { AlarmView, BudgetCheck } from '../../../core/dashboard/status/status.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { Rating } from '../../format/vitals.ts';
import { type Html, html } from './html.ts';
import { icon, type IconName } from './icons.ts';

/** Colour of a badge: `good` green, `bad` red, `warn` amber, `calm` none. */
export type BadgeTone = 'good' | 'bad' | 'warn' | 'calm';

/** A symbol, a word and a colour, so that no badge relies on colour alone. */
interface BadgeStyle {
  readonly tone: BadgeTone;
  readonly icon: IconName;
  readonly word: string;
}

const OUTCOMES: Readonly<Record<Outcome, BadgeStyle>> = {
  passed: { tone: 'good', icon: 'passed', word: 'passed' },
  failed: { tone: 'bad', icon: 'failed', word: 'failed' },
  errored: { tone: 'warn', icon: 'errored', word: 'errored' },
  skipped: { tone: 'calm', icon: 'skipped', word: 'skipped' },
  missing: { tone: 'warn', icon: 'missing', word: 'missing' },
};

const STATES: Readonly<Record<OverviewState, BadgeStyle>> = {
  failing: { tone: 'bad', icon: 'failed', word: 'failing' },
  errored: { tone: 'warn', icon: 'errored', word: 'errored' },
  missing: { tone: 'warn', icon: 'missing', word: 'missing' },
  'over-budget': { tone: 'bad', icon: 'over', word: 'over budget' },
  worsening: { tone: 'warn', icon: 'worse', word: 'worsening' },
  waiting: { tone: 'calm', icon: 'waiting', word: 'waiting' },
  passing: { tone: 'good', icon: 'passed', word: 'passing' },
};

const BUDGET_STATUSES: Readonly<Record<BudgetCheck['status'], BadgeStyle>> = {
  within: { tone: 'good', icon: 'passed', word: 'within' },
  exceeded: { tone: 'bad', icon: 'over', word: 'exceeded' },
  unsure: { tone: 'warn', icon: 'unsure', word: 'uncertain' },
  unknown: { tone: 'calm', icon: 'missing', word: 'no estimate' },
};

const ALARMS: Readonly<Record<AlarmView['state'], BadgeStyle>> = {
  OK: { tone: 'good', icon: 'passed', word: 'OK' },
  ALARM: { tone: 'bad', icon: 'errored', word: 'in alarm' },
  INSUFFICIENT_DATA: { tone: 'calm', icon: 'missing', word: 'no data' },
};

const RATINGS: Readonly<Record<Rating, BadgeStyle>> = {
  good: { tone: 'good', icon: 'passed', word: 'good' },
  'needs-improvement': { tone: 'warn', icon: 'errored', word: 'needs improvement' },
  poor: { tone: 'bad', icon: 'failed', word: 'poor' },
};

const TRENDS: Readonly<Record<TrendStatus['direction'], BadgeStyle>> = {
  worse: { tone: 'bad', icon: 'worse', word: 'worse' },
  better: { tone: 'good', icon: 'better', word: 'better' },
  steady: { tone: 'calm', icon: 'steady', word: 'steady' },
  unknown: { tone: 'calm', icon: 'missing', word: 'unknown' },
};

/** Markup of badges made before: a page has thousands, of a few dozen kinds. */
const DRAWN = new Map<BadgeStyle, Html>();

/** A symbol and a word in the colour of its tone: `.badge.is-bad`. */
export function badge(style: BadgeStyle): Html {
  return html`<span class="badge is-${style.tone}">${icon(style.icon)}${style.word}</span>`;
}

function knownBadge(style: BadgeStyle): Html {
  const drawn = DRAWN.get(style) ?? badge(style);
  DRAWN.set(style, drawn);

  return drawn;
}

/** Badge for the outcome of a run. */
export function outcomeBadge(outcome: Outcome): Html {
  return knownBadge(OUTCOMES[outcome]);
}

/** Badge for the state of a journey in a region. */
export function stateBadge(state: OverviewState): Html {
  return knownBadge(STATES[state]);
}

/** The word on a state's badge, such as `over budget`. */
export function stateWord(state: OverviewState): string {
  return STATES[state].word;
}

/** Badge that says whether a budget is met. */
export function budgetBadge(status: BudgetCheck['status']): Html {
  return knownBadge(BUDGET_STATUSES[status]);
}

/** Badge for the state of a CloudWatch alarm. */
export function alarmBadge(state: AlarmView['state']): Html {
  return knownBadge(ALARMS[state]);
}

/** Badge that rates a vital by the thresholds of web.dev. */
export function ratingBadge(rating: Rating): Html {
  return knownBadge(RATINGS[rating]);
}

/** Badge for the direction of a series: an arrow and a word. */
export function trendBadge(direction: TrendStatus['direction']): Html {
  return knownBadge(TRENDS[direction]);
}
