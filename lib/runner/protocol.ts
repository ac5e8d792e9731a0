import type { JourneyKind, RefusedConnection } from '../core/record/run-record.ts';
import type { ControlNameOptions } from '../adapters/names/control-names.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';

/** The process models in which a browser can run. */
export type BrowserMode = 'multi-process' | 'single-process';

/** Settings of a worker process, passed once at its start. */
export interface WorkerSettings {
  readonly kind: JourneyKind;
  /** Path of a Chromium to use instead of searching for one. */
  readonly chromiumPath: string | null;
  /** Folder that a packaged Chromium is unpacked to. */
  readonly cacheDir: string;
  readonly observerScriptPath: string;
  /** `auto`: the first worker of a sandbox finds out what works on this machine. */
  readonly browserMode: BrowserMode | 'auto';
  /** Hosts and address ranges in private space that every journey may reach. */
  readonly allowPrivateTargets: readonly string[];
  /** Host and port of Lambda's runtime API, which no journey may reach; null outside Lambda. */
  readonly lambdaRuntimeApi: string | null;
  /** Names that show whether the resolver is broken or a single name. Absent: none are configured. */
  readonly controlNames?: Partial<ControlNameOptions>;
}

/** Message from the sandbox to the worker. */
export type WorkerOrder = AttemptOrder | RefusedOrder;

/** Order to run one attempt of the journey that the worker is bound to. */
export interface AttemptOrder {
  readonly kind: 'attempt';
  /** Random; every message about the attempt repeats it. */
  readonly attemptId: string;
  readonly request: AttemptRequest;
  /** The bundle's code, or a copy of it that the worker may read; its source map is next to it. */
  readonly bundleFile: string;
  readonly browserMode: BrowserMode | 'auto';
  /** The port for the browser's connections with a client certificate, always the same one; null: there are none. */
  readonly forwarderPort: number | null;
}

/** The guard refused a connection of the running attempt; explains a document that does not load. */
export interface RefusedOrder {
  readonly kind: 'refused';
  readonly refused: RefusedConnection;
}

/** Message from the worker to the sandbox, which checks it: {@link workerReport}. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly attemptId: string; readonly progress: AttemptProgress }
  /** Processes of the worker's browser, which the sandbox kills with the worker. */
  | {
      readonly kind: 'browser';
      readonly attemptId: string;
      readonly pids: readonly number[];
      /** The process model that works on this machine; null: not learned by this message. */
      readonly mode: BrowserMode | null;
    }
  | {
      readonly kind: 'done';
      readonly attemptId: string;
      readonly result: AttemptResult;
      readonly clean: boolean;
    };

/** Worker entry, concurrency and memory limit of the sandbox that runs attempts. */
export interface SandboxOptions {
  /** The worker's bundled entry. */
  readonly workerPath: string;
  readonly settings: WorkerSettings;
  /**
   * Files and folders (with a separator at their end) that workers of API journeys may read: the
   * platform's code, and what authors keep next to their journeys.
   */
  readonly readable: readonly string[];
  /** Maximum number of parallel attempts; further ones wait. */
  readonly maxWorkers: number;
  /**
   * Workers that wait for the next run of their journey; beyond it the one that its journey needs last
   * is ended.
   */
  readonly maxIdle: number;
  /**
   * How long a worker waits before it ends, by the time between two runs of its journey. Default: for
   * ever, because a function that is frozen between its invocations has no timers.
   */
  readonly idleLimitMs?: (intervalMs: number) => number;
  /**
   * When a worker is started ahead for a journey that has none: `always`, after each attempt;
   * `asked`: by `warm` only, so that its start never overlaps a timed run.
   */
  readonly spare: 'always' | 'asked';
  /** Heap limit of a worker, without its browser; beyond it the journey is stopped. */
  readonly memoryLimitBytes: number;
}
