import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';

const PLAN: JourneyPlan = {
  name: 'checkout',
  kind: 'browser',
  description: null,
  file: 'journeys/checkout.journey.ts',
  version: '5f2c',
  schedule: { kind: 'rate', everyMinutes: 5 },
  regions: ['eu-west-1', 'us-east-1', 'ap-southeast-2'],
  timeoutMs: 60_000,
  retries: 1,
  budgets: [
    { metric: 'lcp', statistic: 'p75', max: 2_500 },
    { metric: 'duration', statistic: 'p95', max: 9_000 },
  ],
  alarm: { failingRegions: 2, datapoints: [2, 3] },
  secrets: [],
  env: {},
  baseUrl: null,
  allowStatus: [],
  allowPrivate: false,
  allowHosts: null,
  ignoreTlsErrors: false,
  evidence: 'rerun',
  repeatable: true,
  tags: {},
  deploy: { isolated: false, memoryMb: null, architecture: null, vpc: null },
  browser: null,
};

/** A browser journey of three regions, every five minutes, with two budgets. */
export function planOf(changes: Partial<JourneyPlan> = {}): JourneyPlan {
  return { ...PLAN, ...changes };
}
