import type { ChildProcess } from 'node:child_process';
import { type Redactor, redactor } from '../core/record/redact.ts';
import { judgeStall } from '../core/run/stall.ts';
import { redactRun } from '../core/run/redact-run.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { type AttemptWatch, attemptWatch } from './attempt-watch.ts';
import { copyBundle } from './bundle-copy.ts';
import { freePort, needsForwarder } from './forwarder-port.ts';
import { type FloodWatch, floodWatch } from './flood-watch.ts';
import { type Loss, lostAttempt } from './lost-attempt.ts';
import { descendantsOf, killOwn, type OwnProcess, ownProcesses } from './own-processes.ts';
import type { BrowserMode, SandboxOptions, WorkerReport } from './protocol.ts';
import { randomHex } from './random-hex.ts';
import { spawnWorker } from './spawn-worker.ts';
import { processTree } from './stall/process-tree.ts';
import { type StallWatch, stallWatch } from './stall/stall-watch.ts';
import { stderrTail } from './stderr-tail.ts';
import { watchdog } from './watchdog.ts';
import { type WorkerChannel, workerChannel } from './worker-channel.ts';
import { guardFor, type WorkerGuard } from './worker-guard.ts';
import {
  diskRoom,
  isSmallFolder,
  makeWorkerFolder,
  mayHaveGrown,
  removeWorkerFolder,
} from './worker-folder.ts';
import { ProtocolBreach } from './wire/protocol-breach.ts';

/** Limit of resident memory as a multiple of the heap limit: it bounds memory outside the heap. */
const RESIDENT_TO_HEAP = 2;
const ATTEMPT_ID_BYTES = 16;
/** Files that a worker may keep for its next run, with its browser's profile. */
const KEPT_BYTES = { api: 32 * 1_048_576, browser: 256 * 1_048_576 } as const;
/** Time for reading what an ended worker had written. */
const CLOSE_GRACE_MS = 500;

/**
 * Attempts after which a worker is replaced, so that small leaks of libraries (Playwright: about 3
 * kB of heap for each attempt) do not add up.
 */
const ATTEMPTS_PER_WORKER = { api: 1_000, browser: 100 } as const;

/** The running attempt of a worker. */
interface Current {
  readonly id: string;
  readonly request: AttemptRequest;
  readonly redact: Redactor;
  readonly watch: AttemptWatch;
  readonly onProgress: (progress: AttemptProgress) => void;
  readonly resolve: (result: AttemptResult) => void;
}

/**
 * A worker process, seen from its parent. It runs one attempt at a time, all of one journey, and is
 * replaced after one that damaged it. Nothing that it sends has an effect on anything but its own
 * attempt.
 */
export class WorkerProcess {
  readonly #options: SandboxOptions;
  readonly #child: ChildProcess;
  readonly #channel: WorkerChannel | null;
  readonly #folder = makeWorkerFolder();
  /** Of the folder's disk, when the worker was started. */
  readonly #room = this.#folder === null ? null : diskRoom(this.#folder);
  readonly #guard: WorkerGuard;
  /** Resolves when the process has ended and its folder is removed. */
  readonly exited: Promise<void>;
  /** Resolves when it can run an attempt without delay, or has ended. */
  readonly ready: Promise<void>;
  #noteReady: () => void = () => undefined;
  #current: Current | null = null;
  #browser: readonly OwnProcess[] = [];
  #bundle: string | null = null;
  /** Of the one journey that it runs. */
  #forwarderPort: number | null = null;
  #attempts = 0;
  #usable = true;
  readonly #stderr = stderrTail();
  #killedFor: Loss['killedFor'] = null;
  #breach: string | null = null;
  /** Whether it may have run code of a journey: until then, it says what the platform's code says. */
  #isTrusted = true;
  #learnedMode: BrowserMode | null = null;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#guard = guardFor({
      ...options,
      folder: this.#folder,
      onRefused: (refused) => {
        if (this.#current !== null) this.#channel?.send({ kind: 'refused', refused });
      },
    });
    const { child, pipe } = spawnWorker(options, this.#folder, this.#guard.environment);
    this.#child = child;
    this.ready = new Promise((resolve) => {
      this.#noteReady = resolve;
    });
    this.#channel =
      pipe &&
      workerChannel(pipe, {
        onReport: (report) => this.#receive(report),
        onBreach: (breach) => this.#endForBreach(breach),
      });
    child.stderr?.on('data', (chunk: Buffer) => this.#stderr.append(chunk));
    child.on('error', (error) => this.#stderr.append(Buffer.from(error.message)));
    this.exited = new Promise((resolve) => {
      const ended = (): void => {
        this.#handleExit();
        this.#guard.close();
        resolve(removeWorkerFolder(this.#folder));
      };
      child.once('close', ended);
      // A process that was not started has no streams to close.
      child.once('error', () => child.pid === undefined && ended());
      child.once('exit', () => setTimeout(() => this.#closeStreams(), CLOSE_GRACE_MS).unref());
    });
  }

  /** Whether it can run another attempt. */
  get usable(): boolean {
    return this.#usable && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The browser's process model that works here, as found before any journey's code ran; or null. */
  get learnedMode(): BrowserMode | null {
    return this.#learnedMode;
  }

  /** Runs one attempt. Never rejects: if the worker dies, the result says so. */
  async attempt(
    request: AttemptRequest,
    browserMode: BrowserMode | 'auto',
    onProgress: (progress: AttemptProgress) => void,
  ): Promise<AttemptResult> {
    const id = randomHex(ATTEMPT_ID_BYTES);
    if (needsForwarder(request.plan)) this.#forwarderPort ??= await freePort();
    const forwarderPort = this.#forwarderPort;

    return new Promise((resolve) => {
      const watch = attemptWatch(request, this.#watchdog(request), this.#stallWatch());
      const redact = redactor(Object.values(request.secrets));
      this.#current = { id, request, redact, watch, onProgress, resolve };
      this.#guard.startAttempt(request, forwarderPort);
      this.#channel?.renew();
      if (this.usable) {
        const bundleFile = this.#bundleOf(request);
        const order = { attemptId: id, request, bundleFile, browserMode, forwarderPort };
        this.#channel?.send({ kind: 'attempt', ...order });
      } else this.#handleExit();
    });
  }

  /** Ends a worker that keeps many files: they go with it. */
  endIfFull(): void {
    const maxBytes = KEPT_BYTES[this.#options.settings.kind];
    if (this.#folder === null) return;
    if (!mayHaveGrown(this.#room, diskRoom(this.#folder), maxBytes)) return;
    if (isSmallFolder(this.#folder, maxBytes)) return;
    this.#end('unclean');
  }

  /** Kills the process and its browser, and waits until they have ended. */
  async kill(): Promise<void> {
    this.#end('stopped');
    await this.exited;
  }

  // The first time only: a worker runs one bundle.
  #bundleOf({ bundlePath }: AttemptRequest): string {
    this.#bundle ??= this.#folder === null ? bundlePath : copyBundle(bundlePath, this.#folder);

    return this.#bundle;
  }

  #watchdog(request: AttemptRequest): ReturnType<typeof watchdog> {
    return watchdog({
      pid: this.#child.pid,
      memoryLimitBytes: RESIDENT_TO_HEAP * this.#options.memoryLimitBytes,
      totalMs: request.totalMs,
      flood: this.#floodWatch(),
      end: (reason) => this.#end(reason),
    });
  }

  #floodWatch(): FloodWatch {
    const { pid } = this.#child;

    return floodWatch(pid, () => this.#browserProcesses().map((each) => each.pid));
  }

  #stallWatch(): StallWatch {
    const browserPids = processTree(() => this.#browserProcesses());

    return stallWatch({ workerPid: this.#child.pid, browserPids });
  }

  /** Whatever the worker has started, as its browser; none for API journeys. */
  #browserProcesses(): readonly OwnProcess[] {
    return this.#options.settings.kind === 'api' ? [] : descendantsOf(this.#child.pid);
  }

  #receive(report: WorkerReport): void {
    if (report.kind === 'ready') {
      this.#guard.noteReady();
      this.#noteReady();

      return;
    }
    const current = this.#current;
    // A late message, or one that the journey made up: it belongs to no attempt that runs.
    if (current === null || report.attemptId !== current.id) return;
    this.#apply(report, current);
    this.#isTrusted = false;
  }

  #apply(report: Exclude<WorkerReport, { readonly kind: 'ready' }>, current: Current): void {
    switch (report.kind) {
      case 'browser':
        this.#browser = ownProcesses(this.#child.pid, report.pids);
        // Only the platform's code can have sent a worker's first message.
        if (this.#isTrusted) this.#learnedMode = report.mode;
        break;
      case 'progress':
        this.#noteProgress(report.progress, current);
        break;
      case 'done':
        this.#attempts += 1;
        if (this.#isWorn() || !report.clean) this.#end('unclean');
        this.#finish(report.result);
        break;
    }
  }

  #isWorn(): boolean {
    return this.#attempts >= ATTEMPTS_PER_WORKER[this.#options.settings.kind];
  }

  #noteProgress(progress: AttemptProgress, { redact, watch, onProgress }: Current): void {
    const redacted = redactRun(progress, redact);
    try {
      watch.note(redacted);
    } catch (error) {
      if (!(error instanceof ProtocolBreach)) throw error;
      this.#endForBreach(error);

      return;
    }
    onProgress(redacted);
  }

  #finish(result: AttemptResult): void {
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    const complete = this.#guard.complete(result);
    // A journey that blocks its worker is the cause itself, on a starved machine too.
    const isBlocked = this.#killedFor === 'blocked';
    const judged = judgeStall(complete, current.watch.stalled(), isBlocked);
    current.watch.stop();
    current.resolve(redactRun(judged, current.redact));
  }

  #endForBreach({ message }: ProtocolBreach): void {
    this.#breach = message;
    this.#end('protocol');
  }

  #end(reason: Loss['killedFor']): void {
    this.#usable = false;
    this.#killedFor ??= reason;
    this.#killEverything();
  }

  #killEverything(): void {
    killOwn(this.#browser);
    this.#browser = [];
    // Only while it has not been waited for: later, another process may have its id.
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    // Without an id it was not started (no file handles), and Node would send the signal to our own group.
    if (this.#child.pid === undefined) return;
    killOwn(descendantsOf(this.#child.pid));
    this.#child.kill('SIGKILL');
  }

  #handleExit(): void {
    this.#usable = false;
    this.#noteReady();
    this.#channel?.close();
    this.#killEverything();
    const current = this.#current;
    if (current === null) return;
    const { exitCode: code, signalCode: signal } = this.#child;
    const stderr = this.#stderr.read(current.redact);
    const breach = this.#breach === null ? null : current.redact(this.#breach);
    const loss = { code, signal, stderr, killedFor: this.#killedFor, breach };
    this.#finish(lostAttempt(current.request, current.watch.read(), loss));
  }

  // A process that the journey left behind may hold standard error open.
  #closeStreams(): void {
    this.#child.stderr?.destroy();
    this.#channel?.close();
  }
}
