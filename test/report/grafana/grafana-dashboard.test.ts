import { FAMILIES } from '../../../lib/core/exposition/families.ts';
import { METRICS } from '../../../lib/core/alarms/metric-names.ts';
import { grafanaDashboard } from '../../../lib/report/grafana/grafana-dashboard.ts';
import type { GrafanaDashboard, GrafanaPanel } from '../../../lib/report/grafana/grafana-model.ts';
import { plan as journeyPlan } from '../../support/jobs-world.ts';

const PLACE = { stage: 'prod', home: 'eu-west-1' };

const PLANS = [
  journeyPlan({
    name: 'checkout',
    budgets: [
      { metric: 'lcp', statistic: 'p75', max: 2_500 },
      { metric: 'step:pay', statistic: 'p95', max: 1_500 },
    ],
  }),
  journeyPlan({ name: 'search', budgets: [{ metric: 'lcp', statistic: 'p75', max: 2_000 }] }),
];

const PERCENTILE =
  /^histogram_quantile\((0\.\d+), sum by \(le, ([\w, ]+)\) \(rate\((\w+)_bucket.* and sum by \(([\w, ]+)\) \(increase\(.*\) >= (\d+)$/;

function panelsOf(dashboard: GrafanaDashboard): readonly GrafanaPanel[] {
  return (dashboard.panels ?? []).filter((panel): panel is GrafanaPanel => panel.type !== 'row');
}

function targetsOf(panel: GrafanaPanel): readonly Readonly<Record<string, unknown>>[] {
  return panel.targets ?? [];
}

describe('grafanaDashboard', () => {
  test('grafanaDashboard() for Prometheus asks for families that are exposed, and no others', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'prometheus', plans: PLANS });

    const asked = panelsOf(dashboard)
      .flatMap(targetsOf)
      .flatMap(({ expr }) => String(expr).match(/\b(?:waywiser|probe)_\w+/g) ?? []);
    const exposed = Object.values(FAMILIES).flatMap(({ name, type }) => {
      if (type === 'counter') return [`${name}_total`];
      return type === 'histogram'
        ? ['bucket', 'sum', 'count'].map((suffix) => `${name}_${suffix}`)
        : [name];
    });
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !exposed.includes(name))).toEqual([]);
  });

  test('grafanaDashboard() for Prometheus makes percentiles of histograms alone', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'prometheus', plans: PLANS });

    const percentiles = panelsOf(dashboard).filter(({ title = '' }) => /\bp\d\d\b/.test(title));

    expect(percentiles.length).toBeGreaterThan(4);
    for (const panel of percentiles) {
      for (const { expr } of targetsOf(panel))
        expect(expr).toMatch(/^histogram_quantile\(0\.\d+, /);
    }
  });

  test('grafanaDashboard() for Prometheus draws no percentile of fewer values than it takes', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'prometheus', plans: PLANS });

    const asked = panelsOf(dashboard)
      .filter(({ title = '' }) => /\bp\d\d\b/.test(title))
      .flatMap(targetsOf)
      .map(({ expr }) => String(expr));
    const needs = asked.map((expr) => {
      const [, q, by, family, count, n] = PERCENTILE.exec(expr) ?? [];
      // What is counted is what the percentile is of, series by series.
      return [q, by === count, expr.split(`${family}_count{`).length, Number(n)];
    });
    const least = new Map([
      ['0.5', 6],
      ['0.75', 13],
      ['0.95', 72],
    ]);
    expect(needs).toEqual(needs.map(([q]) => [q, true, 2, least.get(String(q))]));
    expect(asked.length).toBeGreaterThan(4);
  });

  test('grafanaDashboard() for Prometheus mixes no steps of two journeys, whatever they are called', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'prometheus', plans: PLANS });

    const [steps] = panelsOf(dashboard).filter(({ title = '' }) => title.startsWith('Steps'));

    expect(targetsOf(steps ?? { type: 'none' })[0]).toMatchObject({
      expr: expect.stringContaining('sum by (le, journey, region, step)'),
      legendFormat: '{{journey}} {{step}} {{region}}',
    });
  });

  test('grafanaDashboard() for Prometheus counts the first of a cause, before which there was no series', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'prometheus', plans: PLANS });

    const [causes] = panelsOf(dashboard).filter(({ title = '' }) => title.endsWith('by cause'));
    const [{ expr } = { expr: '' }] = targetsOf(causes ?? { type: 'none' });

    const own = 'waywiser_runs_not_passed_total{journey=~"$journey",region=~"$region"}';
    expect(expr).toBe(
      `sum by (cause) ((${own} unless ${own} offset $counts) or increase(${own}[$counts]))`,
    );
  });

  test('grafanaDashboard() for CloudWatch takes percentiles over as long as they need', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'cloudwatch', plans: PLANS });

    const periods = panelsOf(dashboard)
      .flatMap(targetsOf)
      .filter(({ statistic }) => /^p\d/.test(String(statistic)))
      .map(({ statistic, period }) => [statistic, period]);

    expect(periods).toEqual([
      ['p50', '3600'],
      ['p95', '86400'],
      ['p75', '21600'],
      ['p95', '86400'],
    ]);
  });

  test('grafanaDashboard() for CloudWatch draws what falls below 0', () => {
    const [plan] = PLANS;
    const asking = { ...journeyPlan(plan), alarm: { ...journeyPlan().alarm, driftPercent: 10 } };

    const dashboard = grafanaDashboard({ ...PLACE, source: 'cloudwatch', plans: [asking] });

    const [drift, duration] = ['Drift', 'Duration'].map((title) =>
      panelsOf(dashboard).find((panel) => panel.title?.startsWith(title)),
    );
    expect(drift?.fieldConfig?.defaults).not.toHaveProperty('min');
    expect(duration?.fieldConfig?.defaults).toHaveProperty('min', 0);
  });

  test('grafanaDashboard() for CloudWatch has a panel for each word of a budget, with its limits', () => {
    const dashboard = grafanaDashboard({ ...PLACE, source: 'cloudwatch', plans: PLANS });

    const budgets = panelsOf(dashboard).filter(({ title = '' }) => title.endsWith('budgets'));
    expect(budgets.map(({ title }) => title)).toEqual([
      'lcp, p75, with budgets',
      'step:pay, p95, with budgets',
    ]);
    expect(budgets[0]?.fieldConfig?.defaults.thresholds?.steps.map(({ value }) => value)).toEqual([
      null,
      2_000,
      2_500,
    ]);
    expect(targetsOf(budgets[1] ?? { type: 'none' })[0]).toMatchObject({
      region: 'eu-west-1',
      namespace: 'Waywiser/prod',
      metricName: 'step:pay',
      statistic: 'p95',
      dimensions: { Journey: '$journey', Region: '*' },
    });
  });

  test('grafanaDashboard() for CloudWatch asks for the metrics of trends only where they are published', () => {
    const [plan] = PLANS;
    const asking = { ...journeyPlan(plan), alarm: { ...journeyPlan().alarm, driftPercent: 10 } };

    const names = [PLANS, [asking]].map((plans) =>
      panelsOf(grafanaDashboard({ ...PLACE, source: 'cloudwatch', plans }))
        .flatMap(targetsOf)
        .map(({ metricName }) => metricName),
    );

    expect(names[0]).not.toContain(METRICS.drift);
    expect(names[1]).toContain(METRICS.drift);
    expect(names[1]).not.toContain(METRICS.daysToBudget);
  });

  test.each(['prometheus', 'cloudwatch'] as const)(
    'grafanaDashboard() for %s lays no panel over another, and none beyond the grid',
    (source) => {
      const dashboard = grafanaDashboard({ ...PLACE, source, plans: PLANS });

      const cells = panelsOf(dashboard).flatMap(({ gridPos }) => {
        const { x = 0, y = 0, w = 0, h = 0 } = gridPos ?? {};
        expect(x + w).toBeLessThanOrEqual(24);
        return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
      });

      expect(new Set(cells).size).toBe(cells.length);
      expect(dashboard.uid?.length).toBeLessThanOrEqual(40);
    },
  );
});
