import { estimateCost } from '../../cost/estimate-cost.ts';
import { measuredDurations } from '../../cost/measured-durations.ts';
import type { CostsPage } from './costs-page.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import { frameOf } from '../project-frame.ts';

/** Estimates the monthly costs of the journeys from the durations of their newest runs. */
export async function readCosts(
  project: DashboardProject,
  ports: Pick<DashboardPorts, 'store' | 'clock'>,
): Promise<CostsPage> {
  const page = { kind: 'costs', ...frameOf(project, ports) } as const;
  const names = project.plans.map(({ name }) => name);
  const measured = await measuredDurations(names, ports.store);
  try {
    const { plans, config } = project;
    const estimate = estimateCost({ plans, config, measured, fromMs: page.readAtMs });

    return { ...page, estimate, problem: null };
  } catch (error) {
    // A journey that AWS rejects, such as one in more regions than an alarm can read.
    if (!(error instanceof RangeError)) throw error;

    return { ...page, estimate: null, problem: error.message };
  }
}
