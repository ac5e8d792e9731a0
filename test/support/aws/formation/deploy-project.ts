import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { ResolvedConfig } from '../../../../lib/core/journey/resolved-config.ts';
import type { Deployment } from '../../../../lib/infra/deployment.ts';
import { waywiserStacks } from '../../../../lib/infra/waywiser-stacks.ts';
import { type Workshop, workshop } from '../../../integration/infra/support/deployment-of.ts';
import type { AwsAccount } from './account.ts';
import { type Assembly, bootstrap, readAssembly, uploadAll } from './assembly.ts';
import { deleteStack } from './delete-stack.ts';
import { type DeployRequest, deployStack, type StackResult } from './deploy-stack.ts';

/** A project as `cdk deploy` sees it: journeys, configuration and context. */
export interface Project {
  readonly plans: readonly JourneyPlan[];
  readonly config?: Partial<ResolvedConfig>;
  /** As `-c keepData=`. Default: true. */
  readonly keepData?: boolean;
}

/** When a project is deployed, and how its stacks are. */
export interface ProjectOptions extends Pick<
  DeployRequest,
  'actionMs' | 'disableRollback' | 'fault' | 'importExisting'
> {
  /** Model time at which `cdk deploy` is started, in milliseconds since 1970. */
  readonly at: number;
  /** Changes the app before it is written, as another version of the product would. */
  readonly change?: (app: App) => void;
}

/** How one stack of a project's deployment ended. */
export interface ProjectStackResult extends StackResult {
  readonly stack: string;
  readonly region: string;
}

/** How a project's deployment ended. */
export interface ProjectResult {
  /** In the order of deployment; it stops at the first that fails. */
  readonly stacks: readonly ProjectStackResult[];
  readonly isWhole: boolean;
  /** Names of the stacks that the app has. */
  readonly app: readonly string[];
}

let shop: Workshop | null = null;

/**
 * Synthesises a project in this process, with one line of code in each function, and deploys its
 * stacks in the order of their dependencies, as `cdk deploy --all` does: a stack whose creation failed
 * is deleted first, and the first failure ends it. A synthesis takes about a fifth of a second.
 */
export function deployProject(
  account: AwsAccount,
  project: Project,
  options: ProjectOptions,
): ProjectResult {
  account.moveTo(options.at);
  const assembly = synthesised(project, options);
  for (const { region } of assembly.stacks) bootstrap(account, region);
  uploadAll(account, assembly);
  const stacks: ProjectStackResult[] = [];
  for (const { name, region, template, tags } of assembly.stacks) {
    const { at: _at, change: _change, ...rest } = options;
    const result = again(account, { ...rest, name, region, template, tags });
    stacks.push({ ...result, stack: name, region });
    if (result.outcome === 'failed' || result.outcome === 'refused') break;
  }
  const isWhole = stacks.every(({ outcome }) => outcome !== 'failed' && outcome !== 'refused');

  return { stacks, isWhole, app: assembly.stacks.map(({ name }) => name) };
}

/** `cdk deploy` deletes a stack whose creation was rolled back, and then creates it. */
function again(account: AwsAccount, request: DeployRequest): StackResult {
  const status = account.stack(request)?.status;
  if (status !== 'ROLLBACK_COMPLETE' && status !== 'ROLLBACK_FAILED') {
    return deployStack(account, request);
  }
  const deleted = deleteStack(account, { name: request.name, region: request.region });

  return deleted.outcome === 'deleted' ? deployStack(account, request) : deleted;
}

/** The templates and files of a project at an instant. */
export function synthesised(
  project: Project,
  { at, change = () => undefined }: Pick<ProjectOptions, 'at' | 'change'>,
): Assembly {
  const outdir = mkdtempSync(path.join(place().dir, 'cdk.out-'));
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  waywiserStacks(app, deploymentOf(project, at));
  change(app);
  app.synth();
  const assembly = readAssembly(outdir);
  rmSync(outdir, { recursive: true, force: true });

  return assembly;
}

function deploymentOf({ plans, config = {}, keepData = true }: Project, at: number): Deployment {
  const today = new Date(at).toISOString().slice(0, 10);

  return { ...place().deployment(plans, config), keepData, today };
}

function place(): Workshop {
  shop ??= workshop();

  return shop;
}

/** Removes the folder that syntheses used; for `afterAll`. */
export function removeSyntheses(): void {
  shop?.remove();
  shop = null;
}
