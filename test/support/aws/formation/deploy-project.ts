import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { ResolvedConfig } from '../../../../lib/core/journey/resolved-config.ts';
import type { Deployment } from '../../../../lib/infra/deployment.ts';
import { waywiserStacks } from '../../../../lib/infra/waywiser-stacks.ts';
import { type Workshop, workshop } from '../../../integration/infra/support/deployment-of.ts';
import type { AwsAccount } from './account.ts';
import {
  type Assembly,
  type AssemblyStack,
  bootstrap,
  readAssembly,
  uploadAll,
} from './assembly.ts';
import { deleteStack } from './delete-stack.ts';
import { type DeployRequest, deployStack, type StackResult } from './deploy-stack.ts';

/** A project as `cdk deploy` sees it: journeys, configuration and context. */
export interface Project {
  readonly plans: readonly JourneyPlan[];
  readonly config?: Partial<ResolvedConfig>;
  /** As `-c keepData=`. Default: true. */
  readonly keepData?: boolean;
}

/** How the stacks of an app are deployed. */
export type AssemblyOptions = Pick<
  DeployRequest,
  'actionMs' | 'disableRollback' | 'fault' | 'importExisting'
>;

/** When a project is deployed, and how its stacks are. */
export interface ProjectOptions extends AssemblyOptions {
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

  return deployAssembly(account, synthesised(project, options), options);
}

/** Deploys the stacks of a synthesised app, now, as {@link deployProject} does. */
export function deployAssembly(
  account: AwsAccount,
  assembly: Assembly,
  options: AssemblyOptions = {},
): ProjectResult {
  publish(account, assembly);
  const stacks: ProjectStackResult[] = [];
  for (const stack of assembly.stacks) {
    const result = deployAgain(account, stack, options);
    stacks.push(result);
    if (result.outcome === 'failed' || result.outcome === 'refused') break;
  }
  const isWhole = stacks.every(({ outcome }) => outcome !== 'failed' && outcome !== 'refused');

  return { stacks, isWhole, app: assembly.stacks.map(({ name }) => name) };
}

/** Bootstraps the regions of an app and uploads its files. */
export function publish(account: AwsAccount, assembly: Assembly): void {
  for (const { region } of assembly.stacks) bootstrap(account, region);
  uploadAll(account, assembly);
}

/** Deploys one stack as `cdk deploy` does, which deletes one whose creation was rolled back first. */
export function deployAgain(
  account: AwsAccount,
  { name, region, template, tags }: AssemblyStack,
  { actionMs, disableRollback, fault, importExisting }: AssemblyOptions = {},
): ProjectStackResult {
  const request = {
    name,
    region,
    template,
    tags,
    ...(actionMs === undefined ? {} : { actionMs }),
    ...(disableRollback === undefined ? {} : { disableRollback }),
    ...(fault === undefined ? {} : { fault }),
    ...(importExisting === undefined ? {} : { importExisting }),
  };
  const status = account.stack(request)?.status;
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED') {
    const deleted = deleteStack(account, { name, region });
    if (deleted.outcome !== 'deleted') return { ...deleted, stack: name, region };
  }

  return { ...deployStack(account, request), stack: name, region };
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
