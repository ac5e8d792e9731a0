import { readFileSync } from 'node:fs';
import path from 'node:path';
import { preflight } from '../../core/deploy/preflight.ts';
import type { Problem } from '../../core/journey/problem.ts';
import { typeCheckJourneys } from '../../project/compile/type-check.ts';
import { loadProject, type Project } from '../../project/load/load-project.ts';
import { locateProblems } from '../../project/load/read-file.ts';
import { builtAssets } from '../assets/built-assets.ts';
import { chromiumLayerDir, compressedChromiumDir } from '../chromium-layer.ts';
import type { Deployment } from '../deployment.ts';
import { withinRegions } from './within-regions.ts';

/** Which project to deploy, and how. */
export interface OpenDeploymentOptions {
  /** The project's folder. Absolute. */
  readonly cwd: string;
  /** The built product's folder. Absolute. Default: that of the package `waywiser`. */
  readonly distDir?: string;
  /** Absolute folder inside the project for the functions' code. It is emptied first. */
  readonly stagingDir: string;
  /** Default: the configuration's stage. */
  readonly stage?: string;
  /**
   * Overrides the configuration's account. Default: the account that the stacks are deployed to.
   */
  readonly account?: string;
  /**
   * Deploy to these regions only, for a trial under another stage than the configuration's. Default: every
   * region that a journey names.
   */
  readonly regions?: readonly string[];
  /** Default: true. */
  readonly keepData?: boolean;
}

/** The deployment, or every problem that prevents it. */
export type OpenDeployment =
  | { readonly kind: 'deployment'; readonly deployment: Deployment }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads the project, checks it, types included, and bundles its journeys. */
export async function openDeployment(given: OpenDeploymentOptions): Promise<OpenDeployment> {
  const options = { ...given, distDir: given.distDir ?? packageDist() };
  const cacheDir = path.join(options.cwd, '.waywiser', 'cache');
  const project = await loadProject({
    cwd: options.cwd,
    cacheDir,
    inspectPath: path.join(options.distDir, 'inspect.cjs'),
    deviceNames: readDeviceNames(options.distDir),
    ...(options.stage === undefined ? {} : { stage: options.stage }),
  });
  const restricted = withinRegions(project.journeys, options.regions ?? null, {
    isOwnStage: project.config.stage === project.ownStage,
  });
  const nowMs = Date.now();
  const plans = restricted.journeys.map(({ plan }) => plan);
  const problems = [
    ...project.problems,
    ...restricted.problems,
    ...(await typeProblems(project, options.cwd, cacheDir)),
    ...locateProblems(preflight(project.config, plans, { nowMs }), options.cwd),
  ];
  if (problems.length > 0) return { kind: 'problems', problems };

  return {
    kind: 'deployment',
    deployment: {
      config: project.config,
      version: packageVersion(options.distDir),
      journeys: restricted.journeys,
      account: options.account ?? project.config.account,
      assets: assetsOf(project, options, cacheDir),
      keepData: options.keepData ?? true,
      today: new Date(nowMs).toISOString().slice(0, 10),
    },
  };
}

/** This module runs in `dist/cdk.cjs`, where `__filename` is defined, or is given the folder. */
function packageDist(): string {
  return path.dirname(__filename);
}

/** Files with a syntax error were already reported by the loader. */
async function typeProblems(
  { config, journeys }: Project,
  cwd: string,
  cacheDir: string,
): Promise<readonly Problem[]> {
  const files = journeys.map(({ plan }) => ({ file: plan.file, journey: plan.name }));
  const own = config.file === null ? [] : [{ file: config.file, journey: null }];

  return typeCheckJourneys({ cwd, cacheDir, files: [...own, ...files] });
}

function assetsOf(
  { config }: Project,
  { distDir, stagingDir }: OpenDeploymentOptions & { readonly distDir: string },
  cacheDir: string,
): Deployment['assets'] {
  return builtAssets({
    config,
    distDir,
    stagingDir,
    chromium: {
      layer: () => chromiumLayerDir({ distDir, cacheDir }),
      compressed: () => compressedChromiumDir({ distDir, cacheDir }),
    },
  });
}

/** The package's description is in the folder above the built product. */
function packageVersion(distDir: string): string {
  const text = readFileSync(path.join(path.dirname(distDir), 'package.json'), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);

  return version;
}

function readDeviceNames(distDir: string): readonly string[] {
  const text = readFileSync(path.join(distDir, 'device-names.json'), 'utf8');
  const names: readonly string[] = JSON.parse(text);

  return names;
}
