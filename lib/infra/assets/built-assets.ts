import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import {
  type JobsManifest,
  MANIFEST_FILE,
  type NotifierManifest,
  type RecorderManifest,
  type RunnerManifest,
  type TrendsManifest,
} from '../../core/deploy/manifest.ts';
import { WRAPPER_FILE } from '../../core/deploy/exec-wrapper.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';
import { COMPRESSED_FOLDER } from '../chromium-layer.ts';
import { assertFitsLambda } from '../unzipped-size.ts';
import { deployedMap } from './deployed-map.ts';
import type { FunctionAssets } from './function-assets.ts';

/** The folders that the browser for Lambda is copied from. */
export interface ChromiumFolders {
  readonly layer: () => string;
  readonly compressed: () => string;
}

/** Inputs of {@link builtAssets}. */
export interface BuiltAssetsOptions {
  readonly config: ResolvedConfig;
  /** The built product's folder. */
  readonly distDir: string;
  /** Absolute folder for the functions' code. It is emptied first. */
  readonly stagingDir: string;
  readonly chromium: ChromiumFolders;
}

type FunctionName = 'api-runner' | 'browser-runner' | 'recorder' | 'jobs' | 'trends' | 'notifier';

const JOURNEYS_FOLDER = 'journeys';

/**
 * The code of a stage's functions: the built product plus this project's manifests and bundles. The
 * same project gives the same files on every machine, so a deployment without changes uploads
 * nothing.
 */
export function builtAssets(options: BuiltAssetsOptions): FunctionAssets {
  const { config, stagingDir } = options;
  rmSync(stagingDir, { recursive: true, force: true });
  const folders = new Map<string, string>();

  function folderOf(name: FunctionName, manifest: object, add: (dir: string) => void): string {
    const text = JSON.stringify(manifest);
    const key = `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
    const made = folders.get(key);
    if (made !== undefined) return made;
    const dir = path.join(stagingDir, key);
    copyBuilt(options.distDir, name, dir);
    writeFileSync(path.join(dir, MANIFEST_FILE), text);
    add(dir);
    folders.set(key, dir);

    return dir;
  }

  return {
    runner: (kind, journeys) => {
      const name = `${kind}-runner` as const;
      const dir = folderOf(name, runnerManifest(config, journeys), (made) => {
        copyBundles(made, journeys);
        dropUnusedClient(made, secretsOf(journeys, config.secrets));
        addBrowser(made, { name, kind, options });
      });
      return Code.fromAsset(dir);
    },
    recorder: (journeys) =>
      Code.fromAsset(folderOf('recorder', recorderManifest(config, journeys), nothing)),
    jobs: (journeys) => Code.fromAsset(folderOf('jobs', jobsManifest(config, journeys), nothing)),
    trends: (journeys) =>
      Code.fromAsset(folderOf('trends', trendsManifest(config, journeys), nothing)),
    notifier: () => Code.fromAsset(folderOf('notifier', notifierManifest(config), nothing)),
    chromiumLayer: () => (config.chromium === 'layer' ? layerOf(options.chromium) : null),
    secretArns: (journeys) => Object.values(secretsOf(journeys, config.secrets)),
  };
}

/** The Parameter Store's client is a large separate file that few projects need. */
function dropUnusedClient(dir: string, secrets: Readonly<Record<string, string>>): void {
  if (Object.values(secrets).some((arn) => arn.split(':')[2] === 'ssm')) return;
  rmSync(path.join(dir, 'parameter-store.cjs'), { force: true });
  rmSync(path.join(dir, 'parameter-store.cjs.map'), { force: true });
}

function runnerManifest(
  config: ResolvedConfig,
  journeys: readonly RunnableJourney[],
): RunnerManifest {
  return {
    stage: config.stage,
    maintenance: config.maintenance,
    allowPrivate: config.allowPrivate,
    ...(config.controlNames.length > 0 && { controlNames: config.controlNames }),
    secrets: secretsOf(journeys, config.secrets),
    journeys: journeys.map((journey) => ({ plan: journey.plan, bundle: bundleOf(journey) })),
  };
}

function recorderManifest(
  { stage }: ResolvedConfig,
  journeys: readonly RunnableJourney[],
): RecorderManifest {
  const shared = journeys.map(({ plan }) => plan).filter(({ deploy }) => !deploy.isolated);

  function namesOf(kind: JourneyKind): readonly string[] {
    return shared.filter((plan) => plan.kind === kind).map(({ name }) => name);
  }

  return { stage, shared: { api: namesOf('api'), browser: namesOf('browser') } };
}

function jobsManifest(config: ResolvedConfig, journeys: readonly RunnableJourney[]): JobsManifest {
  const { stage, maintenance } = config;

  return { stage, maintenance, journeys: journeys.map(({ plan }) => plan) };
}

function trendsManifest(
  { stage }: ResolvedConfig,
  journeys: readonly RunnableJourney[],
): TrendsManifest {
  return { stage, journeys: journeys.map(({ plan }) => plan) };
}

function notifierManifest({ stage, home, notify }: ResolvedConfig): NotifierManifest {
  return { stage, home, webhooks: notify.webhooks };
}

/** Path relative to the manifest, with `/` on every operating system. */
function bundleOf({ plan }: RunnableJourney): string {
  return `${JOURNEYS_FOLDER}/${plan.name}-${plan.version}.cjs`;
}

function copyBundles(dir: string, journeys: readonly RunnableJourney[]): void {
  mkdirSync(path.join(dir, JOURNEYS_FOLDER), { recursive: true });
  for (const journey of journeys) {
    const target = path.join(dir, bundleOf(journey));
    cpSync(journey.bundlePath, target);
    writeFileSync(`${target}.map`, deployedMap(journey));
  }
}

function addBrowser(
  dir: string,
  made: {
    readonly name: FunctionName;
    readonly kind: JourneyKind;
    readonly options: BuiltAssetsOptions;
  },
): void {
  const { kind, name, options } = made;
  if (kind === 'api') return;
  if (options.config.chromium === 'layer') {
    assertFitsLambda(name, [dir, options.chromium.layer()]);
    return;
  }
  cpSync(options.chromium.compressed(), path.join(dir, COMPRESSED_FOLDER), { recursive: true });
  assertFitsLambda(name, [dir]);
}

/** The folder's name contains the browser's version, which determines its content. */
function layerOf({ layer }: ChromiumFolders): { readonly dir: string; readonly hash: string } {
  const dir = layer();
  const hash = createHash('sha256').update(path.basename(dir)).digest('hex');

  return { dir, hash };
}

function copyBuilt(distDir: string, name: FunctionName, dir: string): void {
  const built = builtDir(distDir, name);
  mkdirSync(dir, { recursive: true });
  cpSync(built, dir, { recursive: true, dereference: true });
  const wrapper = path.join(dir, WRAPPER_FILE);
  // Lambda starts no function whose wrapper is not executable; packages may lose that.
  if (existsSync(wrapper)) chmodSync(wrapper, 0o755);
}

function builtDir(distDir: string, name: FunctionName): string {
  const dir = path.join(distDir, 'lambda', name);
  if (existsSync(path.join(dir, 'index.cjs'))) return dir;
  throw new Error(
    `Cannot find the code of "${name}": there is no ${path.join(dir, 'index.cjs')}; expected the built product in ${distDir}`,
  );
}

function nothing(): void {
  // This function needs the manifest and no further files.
}

/**
 * ARNs of the secrets that journeys use, by secret name, sorted. Throws a TypeError where one has
 * no ARN in the configuration.
 */
function secretsOf(
  journeys: readonly RunnableJourney[],
  arns: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const known = new Map(Object.entries(arns));
  const pairs = journeys.flatMap(({ plan }) =>
    plan.secrets.map((name): [string, string] => {
      const arn = known.get(name);
      if (arn !== undefined) return [name, arn];
      throw new TypeError(
        `Cannot deploy journey "${plan.name}": its secret "${name}" has no ARN; expected one in waywiser.config.ts, such as secrets: { '${name}': 'arn:aws:secretsmanager:…' }`,
      );
    }),
  );

  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
