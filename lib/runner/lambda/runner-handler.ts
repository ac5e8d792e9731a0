import os from 'node:os';
import path from 'node:path';
import { setImmediate as oneTurn } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';
import type { JourneyKind, RunRecord } from '../../core/record/run-record.ts';
import { awsSecrets } from '../../adapters/secrets/aws-secrets.ts';
import { randomHex } from '../random-hex.ts';
import { type WorkerSandbox, workerSandbox } from '../sandbox.ts';
import {
  type EventPorts,
  handleEvent,
  type SlotAnswer,
  type SurplusAnswer,
} from './handle-event.ts';
import { loadedOnce } from './loaded-once.ts';
import { type RunnerEnvironment, runnerEnvironment } from './runner-environment.ts';
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
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
) => Promise<RunRecord | SlotAnswer | SurplusAnswer>;

/** Time reserved before Lambda's deadline for collecting, evidence and sending the record. */
const MARGIN_MS: Readonly<Record<JourneyKind, number>> = { api: 3_000, browser: 10_000 };
/**
 * Share of the function's memory for a worker's heap; memory outside the heap may be as much again.
 */
const HEAP_SHARE: Readonly<Record<JourneyKind, number>> = { api: 0.35, browser: 0.25 };
const SUFFIX_BYTES = 4;
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
    evidenceRoot: evidenceRoot(),
    evidencePrefix: settings.evidencePrefix,
    manifest,
  };
  const sandbox = sandboxOf(kind, codeDir, { settings, manifest });
  void sandbox.warm();
  const ports = portsOf(settings, sandbox, awsSecrets({ arns: manifest.secrets }, clock));

  return async (event, context) => {
    const endMs = clock.monotonicMs() + context.getRemainingTimeInMillis() - MARGIN_MS[kind];
    // Events since the last invocation, such as a worker's exit, may still be queued.
    await oneTurn();

    return handleEvent(event, frame, { ...ports, remainingMs: () => endMs - clock.monotonicMs() });
  };
}

/** Memory for each worker that waits, with its browser, and for all that is not waiting. */
const IDLE_MB: Readonly<Record<JourneyKind, number>> = { api: 50, browser: 512 };
const RUNNING_MB: Readonly<Record<JourneyKind, number>> = { api: 600, browser: 1_536 };

/** Workers that are kept for the next runs of their journeys: at least one, more as memory allows. */
function maxIdle(kind: JourneyKind, memoryMb: number): number {
  return Math.max(1, Math.floor((memoryMb - RUNNING_MB[kind]) / IDLE_MB[kind]));
}

/** Creates the folder of evidence, and resolves the links on its way before a journey can add one. */
function evidenceRoot(): string {
  const folder = path.join(os.tmpdir(), 'waywiser-evidence');
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  return realpathSync(folder);
}

function sandboxOf(
  kind: JourneyKind,
  codeDir: string,
  {
    settings,
    manifest,
  }: { readonly settings: RunnerEnvironment; readonly manifest: RunnerManifest },
): WorkerSandbox {
  const workerPath = path.join(codeDir, 'worker.cjs');

  return workerSandbox({
    workerPath,
    // Not the folder: it holds the manifest and the code of every journey.
    readable: [workerPath],
    maxWorkers: 1,
    maxIdle: maxIdle(kind, settings.memoryMb),
    // Between invocations the process is frozen: a worker that starts then competes with the next run.
    spare: 'asked',
    memoryLimitBytes: Math.floor(settings.memoryMb * HEAP_SHARE[kind]) * BYTES_PER_MB,
    settings: {
      kind,
      chromiumPath: settings.chromiumPath,
      cacheDir: path.join(os.tmpdir(), 'waywiser'),
      observerScriptPath: path.join(codeDir, 'page-observer.js'),
      browserMode: settings.browserMode,
      allowPrivateTargets: manifest.allowPrivate,
      lambdaRuntimeApi: settings.runtimeApi,
      controlNames: {
        ...(manifest.controlNames !== undefined && { configured: manifest.controlNames }),
        own: namesOf(settings.queueUrl),
      },
    },
  });
}

/** The queue's name must resolve: without it, no record arrives. */
function namesOf(queueUrl: string): readonly string[] {
  return URL.canParse(queueUrl) ? [new URL(queueUrl).hostname] : [];
}

function portsOf(
  { region, queueUrl, evidenceBucket: bucket }: RunnerEnvironment,
  sandbox: WorkerSandbox,
  secrets: EventPorts['secrets'],
): Omit<EventPorts, 'remainingMs'> {
  return {
    sandbox,
    secrets,
    clock,
    nodeVersion: process.versions.node,
    suffix: () => randomHex(SUFFIX_BYTES),
    // Loaded after the first run, not during it: loading would slow down the timed journey.
    sender: loadedOnce(async () => loadSender({ region, queueUrl })),
    uploader: loadedOnce(async () => loadUploader({ region, bucket })),
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
