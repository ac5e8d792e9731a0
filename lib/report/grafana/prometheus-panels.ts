import { CONFIDENCE } from '../../core/stats/levels.ts';
import { FAMILIES, type FamilyKey } from '../../core/exposition/families.ts';
import { VITAL_THRESHOLDS } from '../format/vitals.ts';
import { fewestForInterval } from '../../core/stats/quantile-ranks.ts';
import type { VitalName } from '../../core/record/run-record.ts';
import type { GrafanaTarget, GrafanaVariable, PanelPlan } from './grafana-model.ts';
import { SECOND_MS } from '../../core/base/time.ts';

const CHOSEN = 'journey=~"$journey",region=~"$region"';
/** A window of Grafana's own choice is shorter than the time between two runs. */
const WINDOW = '[$window]';
const COUNTS = '[$counts]';

const RUNS = `${FAMILIES.runs.name}_total`;

/** Variables of the dashboard for Prometheus. */
export const PROMETHEUS_VARIABLES: readonly GrafanaVariable[] = [
  { type: 'datasource', name: 'datasource', label: 'Data source', query: 'prometheus' },
  choice('journey', `label_values(${RUNS}, journey)`),
  choice('region', `label_values(${RUNS}{journey=~"$journey"}, region)`),
  {
    type: 'interval',
    name: 'window',
    label: 'Window of percentiles and means',
    query: '1h,6h,1d,7d,28d',
    current: { text: '1d', value: '1d' },
  },
  {
    type: 'interval',
    name: 'counts',
    label: 'Window of counts',
    query: '30m,1h,6h,1d,7d',
    current: { text: '1h', value: '1h' },
  },
];

const OUTCOME_PANELS: readonly PanelPlan[] = [
  {
    kind: 'stat',
    title: 'Availability',
    description:
      'Passed of passed and failed, over the time shown. What errored, was skipped or is missing says nothing of the target.',
    targets: [query('A', availability('[$__range]'), '{{journey}} {{region}}')],
    unit: 'percentunit',
    width: 12,
  },
  {
    kind: 'stat',
    title: 'Last conclusive run',
    description: '1: passed, 0: failed. Errored runs are left out. Empty: no run passed or failed.',
    targets: [query('A', `${FAMILIES.success.name}{${CHOSEN}}`, '{{journey}} {{region}}')],
    unit: 'none',
    width: 12,
  },
  {
    kind: 'timeseries',
    title: 'Slots by outcome',
    description: 'Expected runs of the window by outcome.',
    targets: [
      query('A', `sum by (outcome) (increase(${RUNS}{${CHOSEN}}${COUNTS}))`, '{{outcome}}'),
    ],
    unit: 'short',
    stacked: true,
    width: 12,
  },
  {
    kind: 'timeseries',
    title: 'Failed and errored runs by cause',
    description:
      '`target.` and `security.` causes are the target’s, `journey.` the journey’s own, `monitor.` ours.',
    targets: [
      query(
        'A',
        `sum by (cause) (${increaseOfNew(`${FAMILIES.notPassed.name}_total{${CHOSEN}}`)})`,
        '{{cause}}',
      ),
    ],
    unit: 'short',
    stacked: true,
    width: 12,
  },
];

const TIMING_PANELS: readonly PanelPlan[] = [
  ...[0.5, 0.95].map((q): PanelPlan => ({
    kind: 'timeseries',
    title: `Duration, p${q * 100}`,
    description: `Of passed runs of the window, interpolated within a bucket of the histogram. Empty: fewer than ${fewest(q)} runs; widen the window.`,
    targets: [query('A', quantile(q, ['journey', 'region'], 'duration'), '{{journey}} {{region}}')],
    unit: 's',
    width: 12,
  })),
  {
    kind: 'timeseries',
    title: 'Steps, p75',
    description: `Of passed steps of the window. Empty: fewer than ${fewest(0.75)}; widen the window.`,
    targets: [
      query(
        'A',
        quantile(0.75, ['journey', 'region', 'step'], 'step'),
        '{{journey}} {{step}} {{region}}',
      ),
    ],
    unit: 's',
    width: 12,
  },
  {
    kind: 'timeseries',
    title: 'Phases of requests',
    description:
      'Mean time of each phase for a request in which it took place. Means of phases that took place in different numbers do not add up to a mean request.',
    targets: [
      query(
        'A',
        `sum by (phase) (rate(${FAMILIES.phase.name}_sum{${CHOSEN}}${WINDOW})) / sum by (phase) (rate(${FAMILIES.phase.name}_count{${CHOSEN}}${WINDOW}))`,
        '{{phase}}',
      ),
    ],
    unit: 's',
    width: 12,
  },
];

/** The panels of the dashboard for Prometheus, from histograms and counters. */
export function prometheusPanels(): readonly PanelPlan[] {
  return [
    ...OUTCOME_PANELS,
    ...TIMING_PANELS,
    vitalPanel('lcp', 'Largest contentful paint, p75'),
    vitalPanel('inp', 'Interaction to next paint, p75'),
    {
      kind: 'timeseries',
      title: 'Cumulative layout shift, p75',
      description: 'A score without unit, of the worst page view of each run.',
      targets: [
        query('A', quantile(0.75, ['journey', 'region'], 'shift'), '{{journey}} {{region}}'),
      ],
      unit: 'none',
      thresholds: thresholdsOf('cls', 1),
      width: 8,
    },
  ];
}

function vitalPanel(vital: VitalName, title: string): PanelPlan {
  return {
    kind: 'timeseries',
    title,
    description: 'Of the worst page view of each run.',
    targets: [
      query(
        'A',
        quantile(0.75, ['journey', 'region'], 'vital', `,vital="${vital}"`),
        '{{journey}} {{region}}',
      ),
    ],
    unit: 's',
    thresholds: thresholdsOf(vital, SECOND_MS),
    width: 8,
  };
}

function thresholdsOf(vital: VitalName, perUnit: number): NonNullable<PanelPlan['thresholds']> {
  const [good, fair] = VITAL_THRESHOLDS[vital];

  return [
    { value: good / perUnit, color: 'orange' },
    { value: fair / perUnit, color: 'red' },
  ];
}

function availability(range: string): string {
  return `${counted('passed', range)} / ${counted('passed|failed', range)}`;
}

function counted(outcomes: string, range: string): string {
  return `sum by (journey, region) (increase(${RUNS}{${CHOSEN},outcome=~"${outcomes}"}${range}))`;
}

/** A quantile where as many values lie in the window as it takes, else nothing. */
function quantile(
  q: number,
  by: readonly string[],
  ...[family, more = '']: readonly [family: FamilyKey, more?: string]
): string {
  const { name } = FAMILIES[family];
  const [labels, own] = [by.join(', '), `{${CHOSEN}${more}}${WINDOW}`];
  const value = `histogram_quantile(${q}, sum by (le, ${labels}) (rate(${name}_bucket${own})))`;

  return `${value} and sum by (${labels}) (increase(${name}_count${own})) >= ${fewest(q)}`;
}

/** Values without which a quantile has no interval. */
function fewest(q: number): number {
  return fewestForInterval(q, CONFIDENCE);
}

/** A series that was not there before the window came with its first event: that one is no increase. */
function increaseOfNew(series: string): string {
  return `(${series} unless ${series} offset $counts) or increase(${series}${COUNTS})`;
}

function query(refId: string, expr: string, legendFormat: string): GrafanaTarget {
  return { refId, expr, legendFormat, range: true, exemplar: true };
}

function choice(name: string, labelValues: string): GrafanaVariable {
  return {
    type: 'query',
    name,
    label: name[0]?.toUpperCase() + name.slice(1),
    datasource: { type: 'prometheus', uid: '${datasource}' },
    query: { query: labelValues, refId: name },
    refresh: 2,
    includeAll: true,
    multi: true,
    current: { text: 'All', value: '$__all' },
  };
}
