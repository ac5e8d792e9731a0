import { MINUTE_MS } from '../../../../lib/core/base/time.ts';
import type { FunctionPlace, FunctionSpec } from './function-spec.ts';

/** How long an unused environment is kept. AWS documents no number; this is often measured. */
const KEPT_MS = 7 * MINUTE_MS;

/** The execution environments of all functions, within the account's concurrency in each region. */
export class Environments {
  /** Running executions by region and function. */
  readonly #running = new Map<string, Map<string, number>>();
  /** When each unused environment of a function became so, oldest first. */
  readonly #unused = new Map<string, number[]>();
  /** Reserved concurrency by region and function. */
  readonly #reserved = new Map<string, Map<string, number>>();
  readonly #limitOf: (region: string) => number;
  #cold = false;

  constructor(limitOf: (region: string) => number) {
    this.#limitOf = limitOf;
  }

  running(region: string): ReadonlyMap<string, number> {
    return this.#running.get(region) ?? new Map<string, number>();
  }

  reserve({ region, name, reserved }: FunctionSpec): void {
    const known = this.#reserved.get(region) ?? new Map<string, number>();
    if (reserved === null) known.delete(name);
    else known.set(name, reserved);
    this.#reserved.set(region, known);
  }

  /** Takes an environment for one execution; false: the function is throttled. */
  take(spec: FunctionSpec, nowMs: number): boolean {
    this.reserve(spec);
    if (this.#free(spec) <= 0) return false;
    this.#add(spec, 1);
    const unused = this.#unused.get(keyOf(spec)) ?? [];
    const youngest = unused.pop();
    this.#cold = youngest === undefined || nowMs - youngest > KEPT_MS;

    return true;
  }

  /** Whether the environment that was taken last had to be started. */
  isCold(): boolean {
    return this.#cold;
  }

  release(spec: FunctionPlace, nowMs: number): void {
    this.#add(spec, -1);
    const unused = (this.#unused.get(keyOf(spec)) ?? []).filter((each) => nowMs - each <= KEPT_MS);
    unused.push(nowMs);
    this.#unused.set(keyOf(spec), unused);
  }

  #free({ region, name, reserved }: FunctionSpec): number {
    const running = this.running(region);
    if (reserved !== null) return reserved - (running.get(name) ?? 0);
    const kept = this.#reserved.get(region) ?? new Map<string, number>();
    const shared = [...running].filter(([each]) => !kept.has(each)).map(([, count]) => count);

    return this.#limitOf(region) - sumOf(kept.values()) - sumOf(shared);
  }

  #add({ region, name }: FunctionPlace, by: number): void {
    const running = this.#running.get(region) ?? new Map<string, number>();
    running.set(name, (running.get(name) ?? 0) + by);
    this.#running.set(region, running);
  }
}

function keyOf({ region, name }: FunctionPlace): string {
  return `${region} ${name}`;
}

function sumOf(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
