import { MINUTE_MS, SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import { Environments } from './environments.ts';
import type { Faults } from './faults.ts';
import { failureMessage, TIMED_OUT } from './failure-message.ts';
import type { Execution, FunctionPlace, FunctionSpec, InvocationResult } from './function-spec.ts';
import type { NativeMetrics } from './native-metrics.ts';
import type { SimulatedQueue } from './simulated-queue.ts';

/** What surrounds the functions of a world. */
export interface LambdaWorld {
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly chance: (part: string) => Chance;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  readonly native: NativeMetrics;
  /** Concurrent executions of the account in a region. */
  readonly concurrencyOf: (region: string) => number;
}

/** An event of an asynchronous invocation, in Lambda's own queue. */
interface WaitingEvent {
  readonly payload: string;
  readonly sinceMs: number;
  readonly requestId: string;
  /** How often it was throttled, and how often the function failed. */
  readonly throttles: number;
  readonly errors: number;
}

/** Totals of one function. */
export interface FunctionTotals {
  invocations: number;
  throttles: number;
  errors: number;
  /** Events that became too old. */
  dropped: number;
  coldStarts: number;
  gbSeconds: number;
  peak: number;
}

/**
 * Throttled events return to Lambda's queue: after a second, then ever later, up to five minutes.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const MAX_BACK_OFF_MS = 5 * MINUTE_MS;
/** The function is tried again a minute after its first error, and two minutes after its second. */
const ERROR_DELAY_MS = MINUTE_MS;

/** Simulates Lambda: concurrency, cold starts, queues of events, retries, destinations. */
export class LambdaService {
  readonly totals = new Map<string, FunctionTotals>();
  readonly #functions = new Map<string, FunctionSpec>();
  readonly #environments: Environments;
  readonly #world: LambdaWorld;
  #requests = 0;

  constructor(world: LambdaWorld) {
    this.#world = world;
    this.#environments = new Environments(world.concurrencyOf);
  }

  /** Creates a function, or replaces it: what runs goes on with the code that it has begun with. */
  put(spec: FunctionSpec): void {
    this.#functions.set(keyOf(spec), spec);
  }

  /** Of all functions in a region now, by name. */
  running(region: string): ReadonlyMap<string, number> {
    return this.#environments.running(region);
  }

  /** Takes an event; false: there is no such function, or its region is out. */
  invokeLater(place: FunctionPlace, payload: string): boolean {
    if (!this.#functions.has(keyOf(place)) || this.#world.faults.isOut(place.region)) return false;
    const sinceMs = this.#world.agenda.nowMs();
    this.#try(place, { payload, sinceMs, requestId: this.#id(), throttles: 0, errors: 0 });

    return true;
  }

  /** Invokes a function synchronously, and calls back with what came of it. */
  invokeNow(place: FunctionPlace, event: unknown, done: (result: InvocationResult) => void): void {
    const spec = this.#functions.get(keyOf(place));
    if (spec === undefined || !this.#environments.take(spec, this.#world.agenda.nowMs())) {
      this.#note(place, 'throttles');
      return done({ kind: 'throttled' });
    }
    this.#start(spec, { event, requestId: this.#id() }, ({ error, answer }) =>
      done(error === null ? { kind: 'done', answer } : { kind: 'failed' }),
    );
  }

  #try(place: FunctionPlace, event: WaitingEvent): void {
    const { agenda, faults, native } = this.#world;
    const spec = this.#functions.get(keyOf(place));
    // What waits in a region that is out waits on.
    if (faults.isOut(place.region)) {
      return agenda.after(MINUTE_MS, () => this.#try(place, event));
    }
    if (spec === undefined) return;
    const ageMs = agenda.nowMs() - event.sinceMs;
    if (ageMs > spec.events.maxAgeMs) return this.#drop(spec, event);
    if (!this.#environments.take(spec, agenda.nowMs())) {
      this.#note(place, 'throttles');
      const backOffMs = Math.min(MAX_BACK_OFF_MS, SECOND_MS * 2 ** event.throttles);
      const leftMs = spec.events.maxAgeMs - ageMs + 1;
      const later = { ...event, throttles: event.throttles + 1 };
      return agenda.after(Math.min(backOffMs, leftMs), () => this.#try(place, later));
    }
    native.lambda(place, 'AsyncEventAge', ageMs);
    const started = { event: JSON.parse(event.payload), requestId: event.requestId };
    this.#start(spec, started, ({ error }) => this.#ended(spec, event, error));
  }

  #ended(spec: FunctionSpec, event: WaitingEvent, error: string | null): void {
    if (error === null) return;
    if (event.errors >= spec.events.retries) return this.#report(spec, event, error);
    const again = { ...event, errors: event.errors + 1 };
    this.#world.agenda.after(ERROR_DELAY_MS * again.errors, () => this.#try(spec, again));
  }

  #start(
    spec: FunctionSpec,
    { event, requestId }: { readonly event: unknown; readonly requestId: string },
    ended: (execution: Execution) => void,
  ): void {
    const { agenda, chance } = this.#world;
    const cold = this.#environments.isCold();
    const initMs = cold ? chance(keyOf(spec)).between(...spec.initMs) : 0;
    const totals = this.#count(spec, cold);
    agenda.after(initMs, async () => {
      const invocation = { startMs: agenda.nowMs(), timeoutMs: spec.timeoutMs, cold, requestId };
      const execution = limited(await spec.code(event, invocation), spec.timeoutMs);
      const seconds = (initMs + execution.durationMs) / SECOND_MS;
      totals.gbSeconds += (spec.memoryMb / 1_024) * seconds;
      for (const { afterMs, happen } of execution.effects) {
        agenda.after(afterMs, () => this.#unlessOut(spec, happen));
      }
      agenda.after(execution.durationMs, () => this.#finish(spec, execution, ended));
    });
  }

  #count(spec: FunctionSpec, cold: boolean): FunctionTotals {
    const totals = this.#totalsOf(spec);
    totals.invocations += 1;
    totals.coldStarts += Number(cold);
    totals.peak = Math.max(totals.peak, this.running(spec.region).get(spec.name) ?? 0);
    this.#world.native.lambda(spec, 'Invocations', 1);

    return totals;
  }

  #finish(spec: FunctionSpec, execution: Execution, ended: (execution: Execution) => void): void {
    const { agenda, native } = this.#world;
    this.#environments.release(spec, agenda.nowMs());
    if (execution.error !== null) this.#note(spec, 'errors');
    native.lambda(spec, 'Errors', Number(execution.error !== null));
    native.lambda(spec, 'Duration', execution.durationMs);
    this.#unlessOut(spec, () => ended(execution));
  }

  /** What a run in a region that went out still wanted to do is lost with it. */
  #unlessOut({ region }: FunctionPlace, happen: () => void): void {
    if (!this.#world.faults.isOut(region)) happen();
  }

  #drop(spec: FunctionSpec, event: WaitingEvent): void {
    this.#note(spec, 'dropped');
    this.#report(spec, event, null);
  }

  #report(spec: FunctionSpec, event: WaitingEvent, error: string | null): void {
    const { agenda, queues } = this.#world;
    if (spec.events.onFailure === null) return;
    const queue = queues.get(`${spec.region} ${spec.events.onFailure}`);
    queue?.send(failureMessage(spec, { ...event, error, atMs: agenda.nowMs() }));
  }

  #note(place: FunctionPlace, what: 'throttles' | 'errors' | 'dropped'): void {
    this.#totalsOf(place)[what] += 1;
    if (what === 'throttles') this.#world.native.lambda(place, 'Throttles', 1);
    if (what === 'dropped') this.#world.native.lambda(place, 'AsyncEventsDropped', 1);
  }

  #totalsOf(place: FunctionPlace): FunctionTotals {
    const known = this.totals.get(keyOf(place)) ?? {
      invocations: 0,
      throttles: 0,
      errors: 0,
      dropped: 0,
      coldStarts: 0,
      gbSeconds: 0,
      peak: 0,
    };
    this.totals.set(keyOf(place), known);

    return known;
  }

  #id(): string {
    this.#requests += 1;

    return `request-${this.#requests}`;
  }
}

function keyOf({ region, name }: FunctionPlace): string {
  return `${region} ${name}`;
}

/** Lambda ends an execution at the function's time limit. */
function limited(execution: Execution, timeoutMs: number): Execution {
  if (execution.durationMs <= timeoutMs) return execution;
  const effects = execution.effects.filter(({ afterMs }) => afterMs <= timeoutMs);

  return { durationMs: timeoutMs, effects, error: TIMED_OUT };
}
