import type { AttemptRequest } from '../core/journey/attempt.ts';
import { shortestIntervalMs } from '../core/schedule/shortest-interval.ts';
import type { SandboxOptions } from './protocol.ts';
import { WorkerProcess } from './worker-process.ts';

/** Timers may fire a little early. */
const MIN_WAIT_MS = 100;

/** A worker that waits for the next run of its journey. */
interface Idle {
  readonly worker: WorkerProcess;
  readonly journey: JourneyKey;
  /** When its journey needs it next, on the monotonic clock. */
  readonly neededMs: number;
  /** When it ends unless it was needed before. */
  readonly endsMs: number;
}

/** What a worker is bound to. */
interface JourneyKey {
  readonly name: string;
  /** Its code and everything that decides what it may reach: another version gets another process. */
  readonly version: string;
  /** Time between two of its runs. */
  readonly intervalMs: number;
}

/** A worker on loan for one attempt. */
export interface Loan {
  readonly worker: WorkerProcess;
  readonly journey: JourneyKey;
}

/**
 * The workers of one sandbox. Each belongs to the first journey that it runs and is never given to
 * another one: what a journey changes in its process, it changes for itself.
 */
export class WorkerPool {
  readonly #options: SandboxOptions;
  readonly #all = new Set<WorkerProcess>();
  readonly #waiting: {
    readonly journey: JourneyKey;
    readonly resolve: (loan: Loan | null) => void;
  }[] = [];
  #idle: readonly Idle[] = [];
  #nextEnd: NodeJS.Timeout | undefined;
  /** Started ahead, for a journey without a worker: no journey's code has run in it. */
  #spare: WorkerProcess | null = null;
  #running = 0;
  #disposed = false;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  /** Starts a spare worker unless there is one. Resolves when it is ready. */
  async warm(): Promise<void> {
    if (this.#disposed) return;
    if (this.#spare?.usable !== true) this.#spare = this.#spawn();
    await this.#spare.ready;
  }

  /** The journey's own worker, a new one, or the next one for which there is room; null once disposed. */
  async take(request: AttemptRequest): Promise<Loan | null> {
    if (this.#disposed) return null;
    const journey = journeyKey(request);
    if (this.#running < this.#options.maxWorkers) return this.#lend(journey);

    return new Promise((resolve) => {
      this.#waiting.push({ journey, resolve });
    });
  }

  /** Takes a worker back and keeps it for its journey. */
  release({ worker, journey }: Loan): void {
    this.#running -= 1;
    if (this.#disposed) return;
    if (worker.usable) this.#idle = [...this.#idle, this.#idleOf({ worker, journey })];
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(this.#lend(next.journey));
    this.#evict();
    // Not while others run or wait: the start of a process would slow them down.
    if (this.#options.spare === 'always' && this.#running < this.#options.maxWorkers) {
      void this.warm();
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#nextEnd);
    for (const { resolve } of this.#waiting.splice(0)) resolve(null);
    await Promise.all([...this.#all].map(async (worker) => worker.kill()));
  }

  #lend(journey: JourneyKey): Loan {
    this.#running += 1;
    this.#removeOutdated(journey);
    const own = this.#idle.findLast((idle) => isSame(idle.journey, journey));
    this.#idle = this.#idle.filter((idle) => idle !== own);

    return { worker: own?.worker ?? this.#takeSpare() ?? this.#spawn(), journey };
  }

  #takeSpare(): WorkerProcess | null {
    const spare = this.#spare;
    this.#spare = null;

    return spare?.usable === true ? spare : null;
  }

  /** Ends idle workers that have died, or hold another version of the journey. */
  #removeOutdated(journey: JourneyKey): void {
    this.#end(
      ({ worker, journey: own }) =>
        !worker.usable || (own.name === journey.name && own.version !== journey.version),
    );
  }

  /**
   * Ends the workers that are too many, those first whose journeys need them last. (The longest unused
   * one is the wrong one: with one journey too many, each would end the worker of the next.)
   */
  #evict(): void {
    const { maxIdle } = this.#options;
    const kept = this.#idle.toSorted((a, b) => a.neededMs - b.neededMs).slice(0, maxIdle);
    this.#end((idle) => !kept.includes(idle));
    this.#awaitNextEnd();
  }

  #idleOf({ worker, journey }: Loan): Idle {
    const nowMs = performance.now();
    const { intervalMs } = journey;
    const limitMs = this.#options.idleLimitMs?.(intervalMs) ?? Infinity;

    return { worker, journey, neededMs: nowMs + intervalMs, endsMs: nowMs + limitMs };
  }

  #awaitNextEnd(): void {
    clearTimeout(this.#nextEnd);
    const firstMs = Math.min(...this.#idle.map(({ endsMs }) => endsMs));
    if (firstMs === Infinity) return;
    this.#nextEnd = setTimeout(
      () => {
        this.#end(({ endsMs }) => endsMs <= performance.now());
        this.#awaitNextEnd();
      },
      Math.max(MIN_WAIT_MS, firstMs - performance.now()),
    ).unref();
  }

  #end(isOver: (idle: Idle) => boolean): void {
    const over = this.#idle.filter(isOver);
    this.#idle = this.#idle.filter((idle) => !over.includes(idle));
    // It stays in the set of all until it has exited.
    for (const { worker } of over) void worker.kill();
  }

  #spawn(): WorkerProcess {
    const worker = new WorkerProcess(this.#options);
    this.#all.add(worker);
    void this.#removeWhenExited(worker);

    return worker;
  }

  // It stays in the set until it has exited, so that `dispose` leaves no process behind.
  async #removeWhenExited(worker: WorkerProcess): Promise<void> {
    await worker.exited;
    this.#all.delete(worker);
  }
}

function journeyKey({ plan, bundlePath, projectDir }: AttemptRequest): JourneyKey {
  const { name, version, baseUrl, allowPrivate, allowHosts, schedule } = plan;

  return {
    name,
    intervalMs: shortestIntervalMs(schedule),
    version: JSON.stringify([version, bundlePath, projectDir, baseUrl, allowPrivate, allowHosts]),
  };
}

function isSame(a: JourneyKey, b: JourneyKey): boolean {
  return a.name === b.name && a.version === b.version;
}
