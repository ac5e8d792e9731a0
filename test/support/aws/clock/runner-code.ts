import { SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { RunnerManifest } from '../../../../lib/core/deploy/manifest.ts';
import type { AttemptRequest, AttemptResult } from '../../../../lib/core/journey/attempt.ts';
import type { Cause } from '../../../../lib/core/record/outcome.ts';
import { CONCLUDING_LIMIT_MS } from '../../../../lib/core/run/attempt-time.ts';
import { type EventPorts, handleEvent } from '../../../../lib/runner/lambda/handle-event.ts';
import { attemptResult } from '../../attempt-results.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Execution, FunctionCode, Invocation } from './function-spec.ts';

/** What a runner of a region runs, and what its targets do. */
export interface RunnerWorld {
  readonly region: string;
  readonly kind: 'api' | 'browser';
  readonly faults: Faults;
  readonly chance: Chance;
  /** As deployed at the moment. */
  readonly manifest: () => RunnerManifest;
  readonly send: (body: string) => void;
}

type Ranges = Readonly<Record<RunnerWorld['kind'], readonly [minMs: number, maxMs: number]>>;

/** How long an attempt takes that passes, in milliseconds. */
const PASSES_MS: Ranges = { api: [100, 1_500], browser: [1_500, 8_000] };
/** An error status is answered soon. */
const FAILS_MS: Ranges = { api: [20, 500], browser: [800, 3_000] };
const SLOW_FACTOR = 10;
/** Starting a worker, or a context in a browser that runs; in a new environment the browser, too. */
const START_MS: Ranges = { api: [20, 300], browser: [200, 2_500] };
const COLD_START_MS: Ranges = { api: [200, 1_500], browser: [1_500, 6_000] };
/** What the deployed runner keeps for collecting, evidence and sending. */
const MARGIN_MS = { api: 3_000, browser: 10_000 } as const;
const SEND_MS = [20, 500] as const;

/** The runner's own code, over targets that are simulated and a clock that only its work moves. */
export function runnerCode(world: RunnerWorld): FunctionCode {
  return async (event, invocation) => {
    const run = new SimulatedRun(world, invocation);
    const error = await handleEvent(event, contextOf(world), run.ports()).then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? reason.name : 'Error'),
    );

    return run.execution(error);
  };
}

function contextOf({ region, kind, manifest }: RunnerWorld): Parameters<typeof handleEvent>[1] {
  return {
    region,
    codeDir: '/var/task',
    evidenceRoot: '/nowhere/waywiser-evidence',
    evidencePrefix: `evidence/${kind}-runner`,
    manifest: manifest(),
  };
}

/** One invocation: its clock is moved by the attempts and by what surrounds them. */
class SimulatedRun {
  readonly #world: RunnerWorld;
  readonly #invocation: Invocation;
  readonly #effects: { readonly afterMs: number; readonly happen: () => void }[] = [];
  #elapsedMs: number;
  #cold: boolean;

  constructor(world: RunnerWorld, invocation: Invocation) {
    this.#world = world;
    this.#invocation = invocation;
    this.#cold = invocation.cold;
    this.#elapsedMs = 0;
  }

  ports(): EventPorts {
    const { startMs, timeoutMs } = this.#invocation;
    const nowMs = (): number => startMs + this.#elapsedMs;
    const endMs = timeoutMs - MARGIN_MS[this.#world.kind];

    return {
      clock: { epochMs: nowMs, monotonicMs: nowMs },
      nodeVersion: 'v24.0.0',
      suffix: () => this.#invocation.requestId.replaceAll(/[^a-z0-9]/g, ''),
      remainingMs: () => endMs - this.#elapsedMs,
      secrets: { read: async () => 'secret' },
      sandbox: { attempt: async (request) => this.#attempt(request) },
      uploader: async () => async () => {},
      sender: async () => async (body) => {
        this.#elapsedMs += this.#world.chance.between(...SEND_MS);
        this.#effects.push({ afterMs: this.#elapsedMs, happen: () => this.#world.send(body) });
      },
    };
  }

  execution(error: string | null): Execution {
    return { durationMs: Math.ceil(this.#elapsedMs) + 1, effects: this.#effects, error };
  }

  #attempt(request: AttemptRequest): AttemptResult {
    const { chance, kind, region, faults } = this.#world;
    this.#elapsedMs += chance.between(...(this.#cold ? COLD_START_MS : START_MS)[kind]);
    this.#cold = false;
    const atMs = this.#invocation.startMs + this.#elapsedMs;
    const target = faults.at('target', { region, journey: request.plan.name }, atMs)?.state ?? 'up';
    const passesMs = chance.between(...PASSES_MS[kind]) * (target === 'slow' ? SLOW_FACTOR : 1);
    if (target === 'down') return this.#ended(chance.between(...FAILS_MS[kind]), 'target.status');
    if (target !== 'hanging' && passesMs < request.timeoutMs) return this.#ended(passesMs, null);
    // After its time-out a browser is asked why.
    const checksMs = kind === 'browser' ? chance.between(SECOND_MS, CONCLUDING_LIMIT_MS) : 0;
    const limitMs = request.totalMs ?? Infinity;
    this.#elapsedMs += Math.min(checksMs, Math.max(0, limitMs - request.timeoutMs));

    return this.#ended(request.timeoutMs, 'target.timeout');
  }

  #ended(durationMs: number, cause: Cause | null): AttemptResult {
    this.#elapsedMs += durationMs;
    const result = attemptResult(cause);

    return { ...result, durationMs, instrument: { ...result.instrument, off: [] } };
  }
}
