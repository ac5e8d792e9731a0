import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { nodeCommand } from './node-command.ts';
import type { SandboxOptions } from './protocol.ts';
import { permissionFlags } from './worker-permissions.ts';

const BYTES_PER_MB = 1_048_576;
/** The descriptor of the pipe for messages, in a worker. */
const MESSAGE_FD = 3;

/** A worker's process and the pipe to it; no pipe if the process could not be started. */
export interface SpawnedWorker {
  readonly child: ChildProcess;
  readonly pipe: Duplex | null;
}

/**
 * Starts a worker process. Messages use a pipe of their own instead of Node's channel, which a journey
 * can make throw in this process. It stays in the session of this process: in one of its own, Linux
 * schedules it apart (`sched_autogroup`), and on a busy machine a run took twice as long. `guard`: the
 * variables that load the guard.
 */
export function spawnWorker(
  options: SandboxOptions,
  folder: string | null,
  guard: Readonly<Record<string, string>>,
): SpawnedWorker {
  const heapMb = Math.floor(options.memoryLimitBytes / BYTES_PER_MB);
  const { settings, readable } = options;
  const { file, first } = nodeCommand(process.env, process.execPath);
  const flags = [
    ...first,
    `--max-old-space-size=${heapMb}`,
    '--expose-gc',
    ...permissionFlags({ kind: settings.kind, readable, folder }),
  ];
  const child = spawn(file, [...flags, options.workerPath, JSON.stringify(settings)], {
    env: {
      ...workerEnvironment(process.env),
      ...(folder === null ? {} : temporaryFiles(folder)),
      ...guard,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });

  return { child, pipe: pipeOf(child) };
}

function pipeOf(child: ChildProcess): Duplex | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a pipe at this place is a socket
  return (child.stdio?.[MESSAGE_FD] as Duplex | null | undefined) ?? null;
}

/** Environment variables for the folder of temporary files on all systems. */
function temporaryFiles(folder: string): NodeJS.ProcessEnv {
  return { TMPDIR: folder, TEMP: folder, TMP: folder };
}

/** Environment variables that a worker receives: paths and locale, never credentials. */
const PASSED_VARIABLES = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'LANG',
  'LC_ALL',
  'TZ',
  'XDG_CACHE_HOME',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'FONTCONFIG_PATH',
  'LD_LIBRARY_PATH',
] as const;

/**
 * The environment of a worker process. It is an allow-list, so that new variables are not passed on
 * by default.
 */
function workerEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    PASSED_VARIABLES.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])),
  );
}
