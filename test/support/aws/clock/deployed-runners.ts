import { SECOND_MS } from '../../../../lib/core/base/time.ts';
import { stageNames } from '../../../../lib/core/deploy/names.ts';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { MaintenancePlan } from '../../../../lib/core/journey/resolved-config.ts';
import { eventAgeSeconds, functionSeconds } from '../../../../lib/infra/region/run-time.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { FunctionSpec } from './function-spec.ts';
import { runnerCode } from './runner-code.ts';

/** What the runners of a region have in common. */
interface RunnersFrame {
  readonly stage: string;
  readonly region: string;
  readonly maintenance: readonly MaintenancePlan[];
  readonly faults: Faults;
  readonly chance: (part: string) => Chance;
  readonly send: (body: string) => void;
}

/** Start of a new environment. */
const INIT_MS = { api: [400, 1_200], browser: [800, 4_000] } as const;
const MEMORY_MB = { api: 1_024, browser: 3_008 } as const;

/** The functions that run a region's journeys: one for each kind, with the limits of its stack. */
export function deployedRunners(
  plans: readonly JourneyPlan[],
  { stage, maintenance, chance, ...frame }: RunnersFrame,
): readonly FunctionSpec[] {
  const { region } = frame;
  const { apiRunner, browserRunner, queue: onFailure } = stageNames(stage);

  return (['api', 'browser'] as const).flatMap((kind) => {
    const own = plans.filter((plan) => plan.kind === kind && plan.regions.includes(region));
    if (own.length === 0) return [];
    const journeys = own.map((plan) => ({ plan, bundle: `${plan.name}.cjs` }));
    const manifest = { stage, maintenance, allowPrivate: [], secrets: {}, journeys };

    return {
      region,
      name: kind === 'api' ? apiRunner : browserRunner,
      memoryMb: MEMORY_MB[kind],
      timeoutMs: functionSeconds(own) * SECOND_MS,
      reserved: null,
      events: { maxAgeMs: eventAgeSeconds(own) * SECOND_MS, retries: 0, onFailure },
      initMs: INIT_MS[kind],
      code: runnerCode({
        ...frame,
        kind,
        chance: chance(`runner ${region} ${kind}`),
        manifest: () => manifest,
      }),
    };
  });
}
