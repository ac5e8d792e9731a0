import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as oneTurn } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';
import type { JourneyKind, RunRecord } from '../../core/record/run-record.ts';
import { awsSecrets } from '../../adapters/secrets/aws-secrets.ts';
import { type WorkerSandbox, workerSandbox } from '../sandbox.ts';
import { type EventPorts, handleEvent, type SlotAnswer } from './handle-event.ts';
import { type RunnerEnvironment, runnerEnvironment } from './runner-environment.ts';
import { readFileSync } from 'node:fs';
import { MANIFEST_FILE, type RunnerManifest } from '../../core/deploy/manifest.ts';
import { errorText } from '../../core/base/error-text.ts';

/** The part of Lambda's context that a runner reads. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** Handles the invocations of a runner function. */
export type RunnerHandler = (
  event: unknown,
  context: InvocationContext,
) => Promise<RunRecord | SlotAnswer>;

/** Time reserved before Lambda's deadline for collecting, evidence and sending the record. */
const MARGIN_MS: Readonly<Record<JourneyKind, number>> = { api: 3_000, browser: 10_000 };
/**
 * Share of the function's memory for a worker's heap; memory outside the heap may be as much again.
 */
const HEAP_SHARE: Readonly<Record<JourneyKind, number>> = { api: 0.35, browser: 0.25 };
const BYTES_PER_MB = 1_048_576;

const clock: Clock = { epochMs: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * Starts a runner: reads environment and manifest, and starts the worker before the first event.
 * Throws if something is missing, so that the function fails at its start with the reason.
 */
export function startRunner(
  kind: JourneyKind,
  codeDir: string,
  environment: Readonly<Record<string, string | undefined>>,
): RunnerHandler {
  const settings = runnerEnvironment(environment);
  const manifest = readRunnerManifest(codeDir);
  const frame = {
    region: settings.region,
    codeDir,
    evidenceRoot: path.join(os.tmpdir(), 'waywiser-evidence'),
    manifest,
  };
  const sandbox = sandboxOf(kind, codeDir, { settings, allowPrivate: manifest.allowPrivate });
  sandbox.warm();
  const ports = portsOf(settings, sandbox, awsSecrets({ arns: manifest.secrets }, clock));

  return async (event, context) => {
    const endMs = clock.monotonicMs() + context.getRemainingTimeInMillis() - MARGIN_MS[kind];
    // Events since the last invocation, such as a worker's exit, may still be queued.
    await oneTurn();

    return handleEvent(event, frame, { ...ports, remainingMs: () => endMs - clock.monotonicMs() });
  };
}

function sandboxOf(
  kind: JourneyKind,
  codeDir: string,
  {
    settings,
    allowPrivate,
  }: { readonly settings: RunnerEnvironment; readonly allowPrivate: readonly string[] },
): WorkerSandbox {
  return workerSandbox({
    workerPath: path.join(codeDir, 'worker.cjs'),
    maxWorkers: 1,
    memoryLimitBytes: Math.floor(settings.memoryMb * HEAP_SHARE[kind]) * BYTES_PER_MB,
    settings: {
      kind,
      chromiumPath: settings.chromiumPath,
      cacheDir: path.join(os.tmpdir(), 'waywiser'),
      observerScriptPath: path.join(codeDir, 'page-observer.js'),
      browserMode: settings.browserMode,
      allowPrivateTargets: allowPrivate,
      lambdaRuntimeApi: settings.runtimeApi,
    },
  });
}

function portsOf(
  { region, queueUrl, evidenceBucket: bucket }: RunnerEnvironment,
  sandbox: WorkerSandbox,
  secrets: EventPorts['secrets'],
): Omit<EventPorts, 'remainingMs'> {
  let send: ReturnType<EventPorts['sender']> | null = null;
  let upload: ReturnType<EventPorts['uploader']> | null = null;

  return {
    sandbox,
    secrets,
    clock,
    nodeVersion: process.versions.node,
    suffix: () => randomBytes(4).toString('hex'),
    // Loaded after the first run, not during it: loading would slow down the timed journey.
    sender: async () => (send ??= loadSender({ region, queueUrl })),
    uploader: async () => (upload ??= loadUploader({ region, bucket })),
  };
}

async function loadSender(options: {
  readonly region: string;
  readonly queueUrl: string;
}): ReturnType<EventPorts['sender']> {
  const { recordSender } = await import('../../adapters/sqs/record-sender.ts');

  return recordSender(options);
}

async function loadUploader(options: {
  readonly region: string;
  readonly bucket: string;
}): ReturnType<EventPorts['uploader']> {
  const { evidenceUploader } = await import('../../adapters/s3/evidence-uploader.ts');

  return evidenceUploader(options);
}

/** Reads the manifest next to a runner's code. Throws an Error that names the file. */
function readRunnerManifest(codeDir: string): RunnerManifest {
  const file = path.join(codeDir, MANIFEST_FILE);
  try {
    const manifest: RunnerManifest = JSON.parse(readFileSync(file, 'utf8'));

    return manifest;
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`Cannot start the runner: ${file} cannot be read: ${reason}`, { cause: error });
  }
}
