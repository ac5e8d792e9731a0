import { type ChildProcess, fork } from 'node:child_process';
import { type Redact, redactor } from '../core/record/redact.ts';
import { redactRun } from '../core/run/redact-run.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { attemptLedger } from './attempt-ledger.ts';
import { type Loss, lostAttempt } from './lost-attempt.ts';
import type { SandboxOptions, WorkerOrder, WorkerReport } from './protocol.ts';
import { watchdog, type Watchdog } from './watchdog.ts';
import { makeWorkerFolder, removeWorkerFolder } from './worker-folder.ts';

const MAX_STDERR_CHARACTERS = 8_192;
const BYTES_PER_MB = 1_048_576;
/** Limit of resident memory as a multiple of the heap limit: it bounds memory outside the heap. */
const RESIDENT_TO_HEAP = 2;

/**
 * Attempts after which a worker is replaced, so that small leaks of libraries (Playwright: about 3
 * kB of heap for each attempt) do not add up.
 */
const ATTEMPTS_PER_WORKER = { api: 1_000, browser: 100 } as const;

/** The running attempt of a worker. */
interface Current {
  readonly request: AttemptRequest;
  readonly redact: Redact;
  readonly ledger: ReturnType<typeof attemptLedger>;
  readonly watch: Watchdog;
  readonly onProgress: (progress: AttemptProgress) => void;
  readonly resolve: (result: AttemptResult) => void;
}

/**
 * A worker process, seen from its parent. It runs one attempt at a time and is replaced after one
 * that damaged it.
 */
export class WorkerProcess {
  readonly #options: SandboxOptions;
  readonly #child: ChildProcess;
  readonly #folder = makeWorkerFolder();
  /** Resolves when the process has ended and its folder is removed. */
  readonly exited: Promise<void>;
  #current: Current | null = null;
  #browserPids: readonly number[] = [];
  #attempts = 0;
  #usable = true;
  #stderr = '';
  #killedFor: Loss['killedFor'] = null;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#child = forkWorker(options, this.#folder);
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#appendStderr(chunk.toString('utf8')));
    this.#child.on('error', (error) => this.#appendStderr(error.message));
    this.#child.on('message', (report: WorkerReport) => this.#receive(report));
    this.exited = new Promise((resolve) => {
      this.#child.once('close', () => {
        this.#handleExit();
        resolve(removeWorkerFolder(this.#folder));
      });
    });
  }

  /** Whether it can run another attempt. */
  get usable(): boolean {
    return this.#usable && this.#child.connected;
  }

  /** Runs one attempt. Never rejects: if the worker dies, the result says so. */
  async attempt(
    request: AttemptRequest,
    onProgress: (progress: AttemptProgress) => void,
  ): Promise<AttemptResult> {
    const { memoryLimitBytes } = this.#options;

    return new Promise((resolve) => {
      const watch = watchdog({
        pid: this.#child.pid,
        memoryLimitBytes: RESIDENT_TO_HEAP * memoryLimitBytes,
        totalMs: request.totalMs,
        end: (reason) => this.#end(reason),
      });
      const redact = redactor(Object.values(request.secrets));
      const ledger = attemptLedger();
      this.#current = { request, redact, ledger, watch, onProgress, resolve };
      if (this.#child.connected)
        this.#child.send({ kind: 'attempt', request } satisfies WorkerOrder);
      else this.#handleExit();
    });
  }

  /** Kills the process and its browser, and waits until they have ended. */
  async kill(): Promise<void> {
    this.#end('stopped');
    await this.exited;
  }

  #receive(report: WorkerReport): void {
    if (report.kind === 'browser') this.#browserPids = report.pids;
    if (report.kind === 'progress') this.#noteProgress(report.progress);
    if (report.kind !== 'done') return;
    this.#attempts += 1;
    const isWorn = this.#attempts >= ATTEMPTS_PER_WORKER[this.#options.settings.kind];
    if (isWorn || !report.clean) this.#end('unclean');
    this.#finish(report.result);
  }

  #noteProgress(progress: AttemptProgress): void {
    const current = this.#current;
    if (current === null) return;
    const redacted = redactRun(progress, current.redact);
    current.ledger.note(redacted);
    current.watch.note(redacted, current.request.timeoutMs);
    current.onProgress(redacted);
  }

  #finish(result: AttemptResult): void {
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    current.watch.stop();
    current.resolve(redactRun(result, current.redact));
  }

  #end(reason: Loss['killedFor']): void {
    this.#usable = false;
    this.#killedFor ??= reason;
    killAll(this.#browserPids);
    this.#child.kill('SIGKILL');
  }

  #handleExit(): void {
    this.#usable = false;
    killAll(this.#browserPids);
    const current = this.#current;
    if (current === null) return;
    const { exitCode: code, signalCode: signal } = this.#child;
    const stderr = current.redact(this.#stderr);
    const loss = { code, signal, stderr, killedFor: this.#killedFor };
    this.#finish(lostAttempt(current.request, current.ledger.read(), loss));
  }

  #appendStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-MAX_STDERR_CHARACTERS);
  }
}

function forkWorker(options: SandboxOptions, folder: string | null): ChildProcess {
  const heapMb = Math.floor(options.memoryLimitBytes / BYTES_PER_MB);

  return fork(options.workerPath, [JSON.stringify(options.settings)], {
    env: { ...workerEnvironment(process.env), ...(folder === null ? {} : temporaryFiles(folder)) },
    execArgv: [`--max-old-space-size=${heapMb}`, '--expose-gc'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Environment variables for the folder of temporary files on all systems. */
function temporaryFiles(folder: string): NodeJS.ProcessEnv {
  return { TMPDIR: folder, TEMP: folder, TMP: folder };
}

// The browser leads a process group: killing the group also ends renderers in endless loops.
function killAll(pids: readonly number[]): void {
  for (const pid of pids.flatMap((each) => [-each, each])) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
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
