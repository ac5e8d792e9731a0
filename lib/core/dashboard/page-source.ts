import { readCompare } from './compare.ts';
import { readCosts } from './costs.ts';
import type { DashboardPorts, DashboardProject } from './dashboard-ports.ts';
import { frameOf } from './frame-of.ts';
import type { PageSource } from './pages.ts';
import { readRun } from './run.ts';

/** Reads every page's contents of a project, from its history. */
export function pageSource(project: DashboardProject, ports: DashboardPorts): PageSource {
  return {
    overview: async (range) => ({
      kind: 'overview',
      ...frameOf(project, ports),
      range,
      findings: [],
      moreFindings: 0,
      rows: [],
    }),
    journey: async () => null,
    run: async (request) => await readRun(request, project, ports),
    compare: async (request) => await readCompare(request, project, ports),
    costs: async () => await readCosts(project, ports),
  };
}
