import type { App } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { Project } from '../../../support/aws/formation/deploy-project.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { apiPlan } from '../../infra/support/deployment-of.ts';

/** One event of a project's year. */
export interface YearEvent {
  /** Days since the year began. */
  readonly day: number;
  readonly title: string;
  /** What the author changed. Default: nothing. */
  readonly edit?: (project: Project) => Project;
  /** What another version of the product changed in the templates, from here on. */
  readonly upgrade?: (app: App) => void;
  /** Deployed with `--import-existing-resources`. */
  readonly adopts?: boolean;
  /** Instead of a deployment: `waywiser prune`, or `waywiser destroy` that keeps the data. */
  readonly deletes?: 'all' | 'stale';
}

const BOTH = ['eu-west-1', 'us-east-1'];
const ALONE = { isolated: true, memoryMb: null, architecture: null, vpc: null } as const;
const NIGHT = { from: '2027-04-03T22:00:00Z', to: '2027-04-04T02:00:00Z' };
const BOTH_TEAMS = ['ops@shop.example', 'team@shop.example'];
const SHARED = { ...ALONE, isolated: false };

/** The project as it begins: four journeys, one of them in a browser, one with an uneven rate. */
export const FIRST: Project = {
  plans: [
    apiPlan({ name: 'health', schedule: { kind: 'rate', everyMinutes: 1 } }),
    apiPlan({ name: 'search', schedule: { kind: 'rate', everyMinutes: 7 } }),
    apiPlan({ name: 'orders', schedule: { kind: 'rate', everyMinutes: 45 } }),
    planOf({
      name: 'checkout',
      regions: ['eu-west-1'],
      alarm: { failingRegions: 1, datapoints: [2, 3] },
    }),
  ],
  config: { notify: { emails: ['ops@shop.example'], webhooks: [] } },
};

function changed(name: string, change: Partial<JourneyPlan>): (project: Project) => Project {
  return (project) => ({
    ...project,
    plans: project.plans.map((plan) => (plan.name === name ? { ...plan, ...change } : plan)),
  });
}

function added(...plans: readonly JourneyPlan[]): (project: Project) => Project {
  return (project) => ({ ...project, plans: [...project.plans, ...plans] });
}

function removed(name: string): (project: Project) => Project {
  return (project) => ({ ...project, plans: project.plans.filter((plan) => plan.name !== name) });
}

function only(names: readonly string[]): (project: Project) => Project {
  return (project) => ({
    ...project,
    plans: project.plans.filter(({ name }) => names.includes(name)),
  });
}

function configured(config: NonNullable<Project['config']>): (project: Project) => Project {
  return (project) => ({ ...project, config: { ...project.config, ...config } });
}

/** A version of the product whose functions all have more memory. */
function withMore(megabytes: number): (app: App) => void {
  return (app) => {
    for (const each of app.node.findAll()) {
      if (each instanceof CfnFunction) each.memorySize = (each.memorySize ?? 128) + megabytes;
    }
  };
}

/** A year of changes, mistakes, failures and upgrades. */
export const YEAR: readonly YearEvent[] = [
  { day: 0, title: 'first deployment' },
  { day: 1, title: 'no change' },
  { day: 9, title: 'a budget is removed', edit: changed('checkout', { budgets: [] }) },
  { day: 16, title: 'a journey is added', edit: added(apiPlan({ name: 'cart' })) },
  { day: 23, title: 'eight journeys are added', edit: added(...eight()) },
  { day: 30, title: 'a region is added', edit: changed('cart', { regions: BOTH }) },
  { day: 37, title: 'code of a journey changes', edit: changed('orders', { version: 'bb22' }) },
  {
    day: 44,
    title: 'a second journey in the region',
    edit: changed('checkout', { regions: BOTH }),
  },
  { day: 58, title: 'a journey is renamed', edit: changed('search', { name: 'find' }) },
  { day: 65, title: 'a journey is removed', edit: removed('extra-3') },
  { day: 72, title: 'a journey becomes isolated', edit: changed('health', { deploy: ALONE }) },
  {
    day: 93,
    title: 'memory of the runners',
    edit: configured({ memoryMb: { api: 1_536, browser: 2_048 } }),
  },
  { day: 100, title: 'upgrade of the product', upgrade: withMore(64) },
  { day: 121, title: 'a maintenance window', edit: configured({ maintenance: [NIGHT] }) },
  { day: 135, title: 'no change, the window is over' },
  {
    day: 142,
    title: 'an address is added',
    edit: configured({ notify: { emails: BOTH_TEAMS, webhooks: [] } }),
  },
  {
    day: 150,
    title: 'a schedule changes',
    edit: changed('orders', { schedule: { kind: 'rate', everyMinutes: 8 } }),
  },
  { day: 170, title: 'isolated no longer', edit: changed('health', { deploy: SHARED }) },
  { day: 177, title: 'the browser journey is removed', edit: removed('checkout') },
  { day: 184, title: 'a region is dropped', edit: changed('cart', { regions: ['eu-west-1'] }) },
  { day: 185, title: 'stale stacks are pruned', deletes: 'stale' },
  { day: 200, title: 'the region is added again', edit: changed('cart', { regions: BOTH }) },
  { day: 200, title: 'the same, adopting what exists', adopts: true },
  { day: 220, title: 'all journeys but two are removed', edit: only(['cart', 'orders']) },
  {
    day: 240,
    title: 'upgrade and an isolated journey',
    edit: changed('cart', { deploy: ALONE }),
    upgrade: withMore(128),
  },
  { day: 280, title: 'the stage is destroyed, its data kept', deletes: 'all' },
  { day: 300, title: 'it is deployed again' },
  { day: 300, title: 'the same, adopting what exists', adopts: true },
  { day: 330, title: 'no change after a month' },
  { day: 364, title: 'stale stacks are pruned again', deletes: 'stale' },
];

function eight(): readonly JourneyPlan[] {
  return Array.from({ length: 8 }, (_, index) =>
    apiPlan({
      name: `extra-${index}`,
      schedule: { kind: 'rate', everyMinutes: [2, 5, 7, 8, 9, 11, 45, 60][index] ?? 5 },
    }),
  );
}
