import type { Fields } from './json.ts';
import type { Owner, PhysicalResource } from './world.ts';

/** One resource from its creation to its deletion. */
export interface ResourceLife {
  readonly id: string;
  readonly type: string;
  readonly region: string;
  readonly name: string;
  /** The stack that made it; null: none. */
  readonly madeBy: Owner | null;
  /** Its properties from each instant on, the creation first. */
  readonly states: readonly { readonly fromMs: number; readonly properties: Fields }[];
  /** Null: it still exists. */
  readonly endedAtMs: number | null;
}

/** The lives of all resources of an account. */
export class ResourceLives {
  readonly #lives = new Map<string, ResourceLife>();

  begin({ id, type, region, name, owner, properties }: PhysicalResource, atMs: number): void {
    const states = [{ fromMs: atMs, properties }];
    this.#lives.set(id, { id, type, region, name, madeBy: owner, states, endedAtMs: null });
  }

  change(id: string, properties: Fields, atMs: number): void {
    const life = this.#lives.get(id);
    if (life === undefined) return;
    this.#lives.set(id, { ...life, states: [...life.states, { fromMs: atMs, properties }] });
  }

  end(id: string, atMs: number): void {
    const life = this.#lives.get(id);
    if (life !== undefined) this.#lives.set(id, { ...life, endedAtMs: atMs });
  }

  of(type: string): readonly ResourceLife[] {
    return [...this.#lives.values()].filter((life) => life.type === type);
  }
}
