import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { eventually } from '../eventually.ts';
import { listen } from '../listening.ts';
import type { EmulatorTools } from './install.ts';

/** A running emulator of AWS, on loopback. */
export interface Emulator {
  readonly endpoint: string;
  /** What the AWS CLI, the CDK and the SDK need in their environment to talk to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where functions are unpacked; the folder's name starts with `ministack-lambda-FUNCTION-`. */
  readonly temporaryDir: string;
  /** What the emulator and the functions wrote, the latest `lines`. */
  log(lines: number): string;
  /** Ends the emulator and every process that it started. */
  stop(): Promise<void>;
}

const ACCOUNT = '000000000000';
const READY_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
/** From the emulator's own log and Node's, on every cold start. */
const NOISE =
  /NodeVersionSupportWarning|^versions published|^will require node|^To continue receiving|^upgrade to node|^More information can be found at|node --trace-warnings|^$/;

/** Starts MiniStack on a free port, with everything that it writes below `dir`. */
export async function startEmulator(tools: EmulatorTools, dir: string): Promise<Emulator> {
  const temporaryDir = path.join(dir, 'functions');
  const logFile = path.join(dir, 'emulator.log');
  mkdirSync(temporaryDir, { recursive: true });
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;

  const log = openSync(logFile, 'a');
  const child = spawn(tools.python, [path.resolve('test/support/emulator/launch.py')], {
    cwd: dir,
    // A process group of its own, so that the functions end with it.
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment({ dir, temporaryDir, port }),
  });
  closeSync(log);
  const emulator: Emulator = {
    endpoint,
    environment: clientEnvironment(endpoint, dir),
    temporaryDir,
    log: (lines) => tail(logFile, lines),
    stop: async () => stopGroup(child),
  };
  try {
    await eventually('the emulator is ready', READY_DEADLINE_MS, async () => isReady(endpoint));
  } catch (error) {
    await emulator.stop();
    throw new Error(`Cannot start the emulator:\n${emulator.log(50)}`, { cause: error });
  }

  return emulator;
}

function serverEnvironment(place: {
  readonly dir: string;
  readonly temporaryDir: string;
  readonly port: number;
}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: place.dir,
    TMPDIR: place.temporaryDir,
    GATEWAY_PORT: String(place.port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    LAMBDA_EXECUTOR: 'local',
    LAMBDA_STRICT: '0',
    IOT_MTLS_ENABLED: '0',
  };
}

function clientEnvironment(endpoint: string, dir: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    // The CDK keeps what it knows of accounts in the home folder, by access key.
    HOME: dir,
    // An address, not a name: the S3 client then puts the bucket into the path.
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'emulated',
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });

  return port;
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/ready`)).ok;
  } catch {
    // It does not listen yet.
    return false;
  }
}

function tail(file: string, lines: number): string {
  const all = readFileSync(file, 'utf8').split('\n');

  return all
    .filter((line) => !NOISE.test(line))
    .slice(-lines)
    .join('\n');
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  await eventually(
    'the emulator has ended',
    STOP_DEADLINE_MS,
    () => child.exitCode !== null || child.signalCode !== null,
  ).catch(() => undefined);
  // Functions that were busy, and browsers.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}
