import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { AttemptRequest } from '../../lib/core/journey/attempt.ts';

/** A plan with every default, for tests that care about one field. */
export function planOf(changes: Partial<JourneyPlan> = {}): JourneyPlan {
  return {
    name: 'example',
    kind: 'api',
    description: null,
    file: 'journeys/example.journey.ts',
    version: '0123456789ab',
    schedule: { kind: 'rate', everyMinutes: 5 },
    regions: ['eu-west-1'],
    timeoutMs: 5_000,
    retries: 0,
    budgets: [],
    alarm: { failingRegions: 1, datapoints: [1, 1] },
    secrets: [],
    env: {},
    baseUrl: null,
    allowStatus: [],
    allowPrivate: false,
    allowHosts: null,
    ignoreTlsErrors: false,
    evidence: 'none',
    repeatable: true,
    tags: {},
    deploy: { isolated: false, memoryMb: null, architecture: null, vpc: null },
    browser: null,
    ...changes,
  };
}

/** A request with every default. */
export function requestOf(changes: Partial<AttemptRequest> = {}): AttemptRequest {
  const plan = changes.plan ?? planOf();

  return {
    runId: 'example-local-20260101T000000Z',
    plan,
    bundlePath: '/nowhere/example.cjs',
    projectDir: '/nowhere',
    secrets: {},
    timeoutMs: plan.timeoutMs,
    mode: 'timing',
    freshBrowser: false,
    evidenceDir: null,
    ...changes,
  };
}
