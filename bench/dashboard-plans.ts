import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JourneyPlan } from '../lib/core/journey/plan.ts';
import type { ResolvedConfig } from '../lib/core/journey/resolved-config.ts';
import { loadProject } from '../lib/project/load/load-project.ts';

const EVERY_5_MINUTES = { kind: 'rate', everyMinutes: 5 } as const;

/** Journeys of this repository, with other names and schedules. */
export interface BenchPlans {
  readonly config: ResolvedConfig;
  /** A browser journey in three regions, every five minutes. */
  readonly browsing: JourneyPlan;
  /** A number of API journeys in one region. */
  readonly many: (count: number) => readonly JourneyPlan[];
}

/** Reads the project of this repository; the product must be built. */
export async function benchPlans(): Promise<BenchPlans> {
  const names: readonly string[] = JSON.parse(readFileSync('dist/device-names.json', 'utf8'));
  const { config, journeys } = await loadProject({
    cwd: process.cwd(),
    cacheDir: path.resolve('.waywiser/cache'),
    inspectPath: path.resolve('dist/inspect.cjs'),
    deviceNames: names,
  });
  const plans = journeys.map(({ plan }) => plan);

  return {
    config,
    browsing: {
      ...named(plans, 'browse-and-buy'),
      schedule: EVERY_5_MINUTES,
      regions: ['eu-west-1', 'us-east-1', 'ap-southeast-2'],
    },
    many: (count) =>
      Array.from({ length: count }, (_, index) => ({
        ...named(plans, 'api-health'),
        name: `service-${String(index + 1).padStart(3, '0')}`,
        schedule: { kind: 'rate', everyMinutes: 60 } as const,
        regions: ['eu-west-1'],
      })),
  };
}

function named(plans: readonly JourneyPlan[], name: string): JourneyPlan {
  const plan = plans.find((each) => each.name === name);
  if (plan === undefined) throw new Error(`Cannot bench: this project has no journey "${name}"`);

  return plan;
}
