import type { JourneyModel } from './journey-model.ts';
import type { LiftedSecret } from './lift-secrets.ts';

/** What an import must know of the project, and what its user asks for. */
export interface ImportOptions {
  /** The journey's name; null: it is found in what is imported. */
  readonly name: string | null;
  /** Base URLs of the configuration, that of the stage first. */
  readonly baseUrls: readonly string[];
  /** Of an OpenAPI document: only these operations; empty: all. */
  readonly operations: readonly string[];
  /** Of an OpenAPI document: only operations with one of these tags; empty: all. */
  readonly tags: readonly string[];
}

/** A journey made of something else. */
export interface Imported {
  readonly model: JourneyModel;
  readonly secrets: readonly LiftedSecret[];
  /** What its author should know: what was left out, and why. */
  readonly notes: readonly string[];
}
