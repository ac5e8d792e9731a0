import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, NestedStack, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { ResolvedConfig } from '../../../../lib/core/journey/resolved-config.ts';
import type { RunnableJourney } from '../../../../lib/core/ports.ts';
import { builtAssets } from '../../../../lib/infra/assets/built-assets.ts';
import type { Deployment } from '../../../../lib/infra/deployment.ts';
import type { RegionStack } from '../../../../lib/infra/region/region-stack.ts';
import { type WaywiserStacks, waywiserStacks } from '../../../../lib/infra/waywiser-stacks.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';

const FUNCTIONS = ['api-runner', 'browser-runner', 'recorder', 'jobs', 'trends', 'notifier'];

const CONFIG: ResolvedConfig = {
  file: 'waywiser.config.ts',
  stage: 'prod',
  account: '123456789012',
  home: 'eu-west-1',
  regions: ['eu-west-1'],
  baseUrls: {},
  baseUrl: null,
  journeys: 'journeys',
  localTarget: null,
  maintenance: [],
  allowPrivate: [],
  controlNames: [],
  notify: { emails: [], webhooks: [] },
  retention: { runsMs: 35 * 86_400_000, evidenceMs: 30 * 86_400_000 },
  tags: {},
  secrets: {},
  chromium: 'layer',
  memoryMb: { api: 1_024, browser: 2_048 },
  limits: {},
  runbookUrl: null,
};

/** A configuration of a stage called `prod`. */
export function configOf(changes: Partial<ResolvedConfig> = {}): ResolvedConfig {
  return { ...CONFIG, ...changes };
}

/** An API journey of one region, every five minutes. */
export function apiPlan(changes: Partial<JourneyPlan> = {}): JourneyPlan {
  return planOf({
    name: 'health',
    kind: 'api',
    version: 'aa11',
    regions: ['eu-west-1'],
    timeoutMs: 30_000,
    retries: 0,
    budgets: [],
    alarm: { failingRegions: 1, datapoints: [2, 3] },
    ...changes,
  });
}

/** A folder with a product that was built, and journeys that were bundled. */
export interface Workshop {
  readonly dir: string;
  readonly distDir: string;
  readonly journey: (plan: JourneyPlan) => RunnableJourney;
  readonly deployment: (
    plans: readonly JourneyPlan[],
    changes?: Partial<ResolvedConfig>,
  ) => Deployment;
  readonly remove: () => void;
}

/** Makes a workshop whose functions are one line each, and whose browser is one file. */
export function workshop(): Workshop {
  const dir = mkdtempSync(path.join(tmpdir(), 'waywiser-infra-'));
  const distDir = path.join(dir, 'dist');
  for (const name of FUNCTIONS)
    write(path.join(distDir, 'lambda', name, 'index.cjs'), `// ${name}`);
  write(path.join(dir, 'chromium-1/chromium/chromium'), 'browser');
  write(path.join(dir, 'compressed-1/chromium.zst'), 'small browser');

  function journey(plan: JourneyPlan): RunnableJourney {
    const bundlePath = path.join(dir, 'bundles', `${plan.name}-${plan.version}.cjs`);
    write(bundlePath, `// ${plan.name}`);
    write(`${bundlePath}.map`, JSON.stringify({ version: 3, sources: [`../${plan.file}`] }));

    return { plan, bundlePath };
  }

  return {
    dir,
    distDir,
    journey,
    deployment: (plans, changes = {}) => {
      const config = configOf(changes);
      const chromium = {
        layer: () => path.join(dir, 'chromium-1'),
        compressed: () => path.join(dir, 'compressed-1'),
      };
      const stagingDir = mkdtempSync(path.join(dir, 'staging-'));
      const assets = builtAssets({ config, distDir, stagingDir, chromium });

      return {
        config,
        journeys: plans.map(journey),
        account: config.account,
        assets,
        version: '1.2.3',
        keepData: true,
        today: '2026-11-22',
      };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** The stacks of a deployment in an app of their own. CDK's own rules are for the slow suite. */
export function stacksOf(deployment: Deployment): WaywiserStacks {
  return waywiserStacks(new App({ builtinCloudFormationValidation: false }), deployment);
}

/** The region's stack of a deployment of one region. */
export function onlyRegion({ regions }: WaywiserStacks): RegionStack {
  const [region, ...others] = regions;
  if (region === undefined || others.length > 0) throw new RangeError('expected one region');

  return region;
}

/** The templates of the parts nested in a stack, by the id of the part. */
export function nestedTemplates(stack: Stack): ReadonlyMap<string, Template> {
  const parts = stack.node.children.filter((child) => child instanceof NestedStack);

  return new Map(parts.map((part) => [part.node.id, Template.fromStack(part)]));
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
