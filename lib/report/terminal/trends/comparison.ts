import type {
  ComparedMetric,
  ComparedSeries,
  SideRuns,
  Sides,
} from '../../../core/compare/compared-runs.ts';
import type { Gate } from '../../../core/compare/gate.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import {
  describeComparison,
  describeUnknownGate,
  hoursCaution,
} from '../../format/describe-comparison.ts';
import { explanationLines, factLabel } from './explanation-lines.ts';
import {
  cell,
  columnsOf,
  flow,
  glyphsOf,
  type Line,
  renderLine,
  type Screen,
  type Span,
  span,
} from '../text/styled-line.ts';
import { padEnd, visibleWidth } from '../../format/terminal-text.ts';
import { describeShortage } from '../../format/describe-shortage.ts';
import { stripLines, valueStrips } from './value-strips.ts';
import { paragraph } from '../text/wrap-line.ts';
import { formatCount } from '../../format/count.ts';
import { formatTimeRange } from '../../format/instant.ts';
import { formatMetric, formatMetricInterval } from '../../format/metric.ts';
import { formatShare } from '../../format/share.ts';

/** A comparison, and what was asked for. */
export interface ComparisonView {
  /** As they were typed. */
  readonly sides: Sides<string>;
  /** Null: runs were named, or files. */
  readonly ranges: Sides<{ readonly since: string; readonly until: string } | null>;
  /** A share. */
  readonly allowance: number;
  readonly series: readonly ComparedSeries[];
  readonly gate: Gate;
}

const STRIP_COLUMNS = 48;
const MAX_NAME_COLUMNS = 60;
const OUTCOMES: readonly Outcome[] = ['failed', 'errored', 'skipped', 'missing'];

/** Whether B is worse than A: in words, then the distributions, metric by metric. */
export function renderComparison(view: ComparisonView, screen: Screen): readonly string[] {
  const lines: readonly Line[] = [
    ...headLines(view, screen),
    [span('A is the baseline, B the candidate.', 'dim')],
    ...view.series.flatMap((series) => [[], ...seriesLines(series, screen)]),
    [],
    ...gateLines(view, screen),
  ];

  return lines.map((line) => renderLine(line, screen));
}

function headLines({ sides, ranges }: ComparisonView, screen: Screen): readonly Line[] {
  const heads = (['a', 'b'] as const).map((side): Line => {
    const range = ranges[side];
    const words = range === null ? '' : `  ${formatTimeRange(range.since, range.until)}`;
    return [
      span(`${side.toUpperCase()}  `, 'bold'),
      ...cell([span(sides[side])], Math.min(MAX_NAME_COLUMNS, visibleWidth(sides[side])), screen),
      span(words, 'dim'),
    ];
  });
  const caution = hoursCaution(ranges);

  return [...heads, ...(caution === null ? [] : paragraph([], [span(caution, 'yellow')], screen))];
}

function seriesLines(series: ComparedSeries, screen: Screen): readonly Line[] {
  const { journey, region, runs, metrics, instrument, explanation } = series;
  const different = metrics.filter(
    ({ conclusion }) => conclusion !== 'alike' && conclusion !== 'insufficient-data',
  );
  const shown = metrics.filter((each, index) => index === 0 || different.includes(each));
  const machine = instrument.filter(
    ({ conclusion }) => conclusion === 'worse' || conclusion === 'better',
  );

  return [
    [span(journey, 'bold'), span(`  ${region}`)],
    ...(['a', 'b'] as const).flatMap((side) => sideLines(side, runs[side], screen)),
    ...metrics.flatMap((each) => [
      ...metricLine(each, screen),
      ...(shown.includes(each) ? pictureLines(each, screen) : []),
      ...(each.metric === 'duration' && explanation !== null
        ? explanationLines(explanation, screen, { before: 'of A', after: 'of B' })
        : []),
    ]),
    ...machine.flatMap((each) =>
      paragraph(
        [span('! ', 'yellow')],
        [span(each.metric, 'bold'), span(`, the measuring machine: ${describeComparison(each)}.`)],
        screen,
      ),
    ),
    ...onlyLines(series.onlyIn, screen),
  ];
}

function sideLines(side: 'a' | 'b', runs: SideRuns, screen: Screen): readonly Line[] {
  const others = OUTCOMES.filter((outcome) => runs.outcomes[outcome] > 0).map((outcome): Line => [
    span(`${runs.outcomes[outcome]} ${outcome}`, 'yellow'),
  ]);
  const off = runs.outcomes.passed - runs.timed;

  return flow(
    [span(`  ${side.toUpperCase()}  `, 'dim')],
    [
      [span(`${formatCount(runs.timed, 'run')} compared`)],
      ...others,
      off > 0 ? [span(`${off} passed on a machine out of order`, 'yellow')] : [],
      runs.timedOut > 0 ? [span(`${runs.timedOut} timed out`, 'yellow')] : [],
    ],
    screen,
  );
}

function metricLine(metric: ComparedMetric, screen: Screen): readonly Line[] {
  return paragraph(
    [markOf(metric, screen), span(' ')],
    [span(metric.metric, 'bold'), span(`: ${describeComparison(metric)}.`)],
    screen,
  );
}

function markOf({ conclusion }: ComparedMetric, screen: Screen): Span {
  const { outcome } = glyphsOf(screen);
  switch (conclusion) {
    case 'worse':
      return span(outcome.failed, 'red', 'bold');
    case 'allowed':
      return span(outcome.errored, 'yellow');
    case 'better':
      return span(outcome.passed, 'green', 'bold');
    case 'alike':
      return span(outcome.passed, 'green');
    case 'insufficient-data':
      return span(outcome.missing, 'yellow');
  }
}

/** The distributions, and the percentiles side by side. */
function pictureLines(metric: ComparedMetric, screen: Screen): readonly Line[] {
  const columns = Math.min(STRIP_COLUMNS, columnsOf(screen) - 8);
  const strips = valueStrips(metric.values, metric.unit, { columns, screen });

  return [...(strips === null ? [] : stripLines(strips, '  ')), ...percentileLines(metric, screen)];
}

function percentileLines({ quantiles, unit }: ComparedMetric, screen: Screen): readonly Line[] {
  const known = quantiles.filter(({ estimates: { a, b } }) => !isMissing(a) || !isMissing(b));
  const cells = known.map(({ estimates }) => [
    formatPercentile(estimates.a, unit),
    formatPercentile(estimates.b, unit),
  ]);
  const width = Math.max(0, ...cells.map(([a = '']) => visibleWidth(a)));
  const missing = quantiles.flatMap(({ estimates: { a, b } }) => {
    const reasons = [a, b].flatMap((each) =>
      isMissing(each) ? [describeShortage(each.shortage)] : [],
    );
    return reasons.length === 2 ? reasons.slice(0, 1) : [];
  });

  return [
    ...known.map(({ q }, index): Line => {
      const [a = '', b = ''] = cells[index] ?? [];
      return [...factLabel(`p${q * 100}`), span(`A ${padEnd(a, width)}  B ${b}`)];
    }),
    ...(missing.length === 0
      ? []
      : flow(
          factLabel('no data'),
          missing.map((reason): Line => [span(reason, 'dim')]),
          screen,
        )),
  ];
}

type Estimated = ComparedMetric['quantiles'][number]['estimates']['a'];

function isMissing(
  estimate: Estimated,
): estimate is Extract<Estimated, { kind: 'insufficient-data' }> {
  return estimate.kind === 'insufficient-data';
}

function formatPercentile(estimate: Estimated, unit: MetricUnit): string {
  if (estimate.kind === 'insufficient-data') return describeShortage(estimate.shortage);
  const { value, low, high, bound } = estimate;
  const end = Number.isFinite(high)
    ? formatMetricInterval(low, high, unit)
    : `${formatMetric(low, unit)} or more`;

  return `${bound === 'at-least' ? 'at least ' : ''}${formatMetric(value, unit)} (${end})`;
}

function onlyLines({ a, b }: ComparedSeries['onlyIn'], screen: Screen): readonly Line[] {
  return [...onlyLine('A', a, screen), ...onlyLine('B', b, screen)];
}

function onlyLine(side: string, names: readonly string[], screen: Screen): readonly Line[] {
  if (names.length === 0) return [];

  return paragraph(
    [span('  ')],
    [span(`Only in ${side}, not compared: ${names.join(', ')}.`, 'dim')],
    screen,
  );
}

function gateLines({ gate, allowance }: ComparisonView, screen: Screen): readonly Line[] {
  const limit = allowance === 0 ? '' : ` by more than ${formatShare(allowance)}`;
  switch (gate.kind) {
    case 'passed':
      return [
        [span(`No regression detected: B is not significantly worse than A${limit}.`, 'green')],
      ];
    case 'failed':
      return [
        [
          span(
            `Regression: B is worse than A${limit} in ${formatCount(gate.worse, 'metric')}.`,
            'red',
            'bold',
          ),
        ],
      ];
    case 'unknown':
      return paragraph(
        [],
        [span(`Inconclusive: ${describeUnknownGate(gate.reason)}.`, 'yellow')],
        screen,
      );
  }
}
