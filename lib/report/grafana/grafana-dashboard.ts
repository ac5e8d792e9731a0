import type { JourneyPlan } from '../../core/journey/plan.ts';
import {
  type CloudWatchPlace,
  cloudWatchPanels,
  cloudWatchVariables,
} from './cloudwatch-panels.ts';
import { type GrafanaDashboard, type GrafanaSource, placePanels } from './grafana-model.ts';
import { PROMETHEUS_VARIABLES, prometheusPanels } from './prometheus-panels.ts';

/** What a Grafana dashboard shows. */
export interface GrafanaSubject extends CloudWatchPlace {
  readonly source: GrafanaSource;
  /** Those with budgets get panels for them, where the data source has these metrics alone. */
  readonly plans: readonly JourneyPlan[];
}

/** Grafana's model since version 11. It migrates older ones by itself. */
const SCHEMA_VERSION = 39;

/** A dashboard for Grafana's import: chosen there are the data source, journeys and regions. */
export function grafanaDashboard({ source, plans, ...place }: GrafanaSubject): GrafanaDashboard {
  const isPrometheus = source === 'prometheus';
  const panels = isPrometheus ? prometheusPanels() : cloudWatchPanels(place, plans);

  return {
    title: `Waywiser ${place.stage}`,
    uid: `waywiser-${source}-${place.stage}`.slice(0, 40),
    tags: ['waywiser', 'synthetic-monitoring'],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    timezone: 'browser',
    time: { from: 'now-7d', to: 'now' },
    refresh: '1m',
    templating: { list: isPrometheus ? PROMETHEUS_VARIABLES : cloudWatchVariables(place) },
    panels: placePanels(panels, source),
  };
}
