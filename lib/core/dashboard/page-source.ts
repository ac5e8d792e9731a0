import { readCompare } from './compare/read-compare.ts';
import { readCosts } from './costs/read-costs.ts';
import type { DashboardPorts, DashboardProject } from './dashboard-ports.ts';
import { readJourney } from './journey/read-journey.ts';
import { readOverview } from './overview/read-overview.ts';
import type { PageSource } from './pages.ts';
import { readRun } from './run/read-run.ts';

/** Reads every page's contents of a project, from its history. */
export function pageSource(project: DashboardProject, ports: DashboardPorts): PageSource {
  return {
    overview: async (range) => await readOverview(range, project, ports),
    journey: async (request) => await readJourney(request, project, ports),
    run: async (request) => await readRun(request, project, ports),
    compare: async (request) => await readCompare(request, project, ports),
    costs: async () => await readCosts(project, ports),
  };
}
