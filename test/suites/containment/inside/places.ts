import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { FUNCTION_ENV } from '../../../../lib/core/deploy/function-environment.ts';
import { MANIFEST_FILE, type RunnerManifest } from '../../../../lib/core/deploy/manifest.ts';
import { chromiumLayerDir } from '../../../../lib/infra/chromium-layer.ts';
import { workerSandbox } from '../../../../lib/runner/sandbox.ts';
import { requestOf } from '../../../support/attempt-requests.ts';
import { ExecutionEnvironment } from '../../../support/lambda-runtime/execution-environment.ts';
import { prepareHost } from '../../../support/lambda-runtime/host.ts';
import { startLocalAws } from '../../../support/lambda-runtime/local-aws.ts';
import { lambdaTools } from '../../../support/lambda-runtime/tools.ts';
import type { CampaignOptions } from '../options.ts';
import type { Ended } from './figures.ts';
import { RUNTIME_API } from './network.ts';
import type { CampaignRun } from './runs.ts';

/** Process model of the browser. */
export type Model = 'multi-process' | 'single-process';

/** Where journeys run: the worker of the command line, or that of the Lambda function. */
export interface Place {
  readonly name: string;
  run(run: CampaignRun): Promise<Ended>;
  close(): Promise<void>;
}

const MEMORY_LIMIT_BYTES = 512 * 1_048_576;
const FUNCTION_LIMITS = { memoryMb: 3_008, timeoutMs: 90_000 } as const;

/** The bundle that journeys run, and whether the guard is there. */
type PlaceOptions = Pick<CampaignOptions, 'bundlePath' | 'guarded'>;

const GUARD_FOLDER = 'guard';

/** The worker as the command line starts it. */
export function localPlace(model: Model, { bundlePath, guarded }: PlaceOptions): Place {
  const paths = pathsOf({ cwd: process.cwd(), env: process.env }, path.resolve('dist'));
  const sandbox = workerSandbox({
    workerPath: guarded ? paths.workerPath : withoutGuard(paths.workerPath),
    maxWorkers: 1,
    readable: [],
    maxIdle: 1,
    spare: 'asked',
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    settings: {
      kind: 'browser',
      chromiumPath: process.env['WAYWISER_CHROMIUM'] ?? null,
      cacheDir: paths.cacheDir,
      observerScriptPath: paths.observerScriptPath,
      browserMode: model,
      allowPrivateTargets: [],
      lambdaRuntimeApi: `${RUNTIME_API.address}:${RUNTIME_API.port}`,
    },
  });

  return {
    name: `local ${model}`,
    // One journey's name, so that one worker is used for all.
    run: async ({ plan }) =>
      sandbox.attempt(
        requestOf({ plan: { ...plan, name: 'campaign' }, bundlePath, projectDir: process.cwd() }),
      ),
    close: async () => sandbox.dispose(),
  };
}

/** A link to the worker in a folder that has no guard. */
function withoutGuard(workerPath: string): string {
  const link = path.join(mkdtempSync(path.join(os.tmpdir(), 'waywiser-built-')), 'worker.cjs');
  symlinkSync(workerPath, link);

  return link;
}

/** The browser runner with AWS's runtime client. */
export async function lambdaPlace(
  model: Model,
  { bundlePath, guarded }: PlaceOptions,
  runs: readonly CampaignRun[],
): Promise<Place> {
  const codeDir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-code-'));
  layOutCode(codeDir, bundlePath, runs);
  if (!guarded) rmSync(path.join(codeDir, GUARD_FOLDER), { recursive: true });
  const layers = { distDir: path.resolve('dist'), cacheDir: path.resolve('.waywiser/cache') };
  const host = prepareHost(lambdaTools(), chromiumLayerDir(layers));
  const aws = await startLocalAws();
  const environment = await new ExecutionEnvironment(host, {
    name: 'waywiser-test-browser-runner',
    codeDir,
    ...FUNCTION_LIMITS,
    env: {
      AWS_ENDPOINT_URL: aws.endpoint,
      [FUNCTION_ENV.stage]: 'test',
      [FUNCTION_ENV.queueUrl]: aws.queueUrl,
      [FUNCTION_ENV.evidenceBucket]: 'waywiser-test-evidence',
      [FUNCTION_ENV.evidencePrefix]: 'evidence/browser-runner',
      [FUNCTION_ENV.chromium]: path.join(host.optDir, 'chromium/chromium'),
      WAYWISER_BROWSER_MODE: model,
    },
  }).start();

  return {
    name: `lambda ${model}`,
    run: async ({ plan }) => {
      const invoked = await environment.invoke({ journey: plan.name });
      const record = aws.records().at(-1);
      if (invoked.error !== null || record?.journey !== plan.name) {
        throw new Error(`${JSON.stringify(invoked)}\n${environment.log.slice(-2_000)}`);
      }

      return record;
    },
    close: async () => {
      await environment.close();
      await aws.close();
      host.remove();
      rmSync(codeDir, { recursive: true, force: true });
    },
  };
}

function layOutCode(codeDir: string, bundlePath: string, runs: readonly CampaignRun[]): void {
  cpSync(path.resolve('dist/lambda/browser-runner'), codeDir, { recursive: true });
  mkdirSync(path.join(codeDir, 'journeys'));
  const bundle = 'journeys/campaign.cjs';
  cpSync(bundlePath, path.join(codeDir, bundle));
  const manifest: RunnerManifest = {
    stage: 'test',
    maintenance: [],
    allowPrivate: [],
    secrets: {},
    journeys: runs.map(({ plan }) => ({ plan, bundle })),
  };
  writeFileSync(path.join(codeDir, MANIFEST_FILE), JSON.stringify(manifest));
}
