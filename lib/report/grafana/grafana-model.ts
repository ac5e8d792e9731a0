import type { Dashboard, Panel } from '@grafana/schema';

/** A type as in JSON: enumerations become their strings and numbers. */
export type AsJson<T> = T extends string
  ? `${T}`
  : T extends number
    ? number
    : T extends readonly (infer Item)[]
      ? readonly AsJson<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: AsJson<T[Key]> }
        : T;

/** What Grafana imports: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export type GrafanaDashboard = AsJson<Dashboard>;

/** One graph, table or text of a dashboard, in Grafana's JSON model. */
export type GrafanaPanel = AsJson<Panel>;

/** A variable of the dashboard. */
export type GrafanaVariable = NonNullable<
  NonNullable<GrafanaDashboard['templating']>['list']
>[number];

/** A query in the format of its data source. */
export type GrafanaTarget = Readonly<Record<string, unknown>> & { readonly refId: string };

/** Which kind of data source. */
export type GrafanaSource = 'prometheus' | 'cloudwatch';

/** A panel without its place. */
export interface PanelPlan {
  readonly kind: 'timeseries' | 'stat';
  readonly title: string;
  /** What the numbers are, and what they are not. */
  readonly description: string;
  readonly targets: readonly GrafanaTarget[];
  /** Grafana's name: https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
  readonly unit: 's' | 'ms' | 'percentunit' | 'short' | 'none' | 'd' | 'percent';
  /** Drawn as lines across: from this value on, in the colour. */
  readonly thresholds?: readonly { readonly value: number; readonly color: 'orange' | 'red' }[];
  readonly stacked?: true;
  /** It may be below 0. */
  readonly signed?: true;
  /** Of 24 columns. */
  readonly width: 6 | 8 | 12 | 24;
}

const COLUMNS = 24;
const HEIGHT = { stat: 5, timeseries: 9 } as const;

/** Puts panels side by side, in their order, in Grafana's grid of 24 columns. */
export function placePanels(
  plans: readonly PanelPlan[],
  source: GrafanaSource,
): readonly GrafanaPanel[] {
  let [x, y, rowHeight] = [0, 0, 0];

  return plans.map((plan, index) => {
    const h = HEIGHT[plan.kind];
    if (x + plan.width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { x, y, w: plan.width, h };
    x += plan.width;
    rowHeight = Math.max(rowHeight, h);
    return { id: index + 1, gridPos, ...panelOf(plan, source) };
  });
}

function panelOf(plan: PanelPlan, source: GrafanaSource): GrafanaPanel {
  const { kind, title, description, targets, unit, thresholds = [] } = plan;
  const steps = [
    { value: null, color: 'green' },
    ...thresholds.map(({ value, color }) => ({ value, color })),
  ];
  const custom =
    kind === 'stat'
      ? {}
      : {
          custom: {
            fillOpacity: plan.stacked ? 60 : 8,
            stacking: { mode: plan.stacked ? 'normal' : 'none', group: 'A' },
            thresholdsStyle: { mode: thresholds.length > 0 ? 'line' : 'off' },
            // A gap is something that was not measured: no line is drawn across.
            spanNulls: false,
            showPoints: 'auto',
          },
        };

  return {
    type: kind,
    title,
    description,
    datasource: { type: source, uid: '${datasource}' },
    targets,
    fieldConfig: {
      defaults: {
        unit,
        ...(plan.signed === undefined && { min: 0 }),
        thresholds: { mode: 'absolute', steps },
        ...custom,
      },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } }
        : { legend: { displayMode: 'table', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  };
}
