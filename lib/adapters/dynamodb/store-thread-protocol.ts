import type { StoreRepair } from '../../core/store/store-damage.ts';

/** Start parameters of the thread that serves the embedded store. */
export interface StoreThreadData {
  /** Folder that contains the database. */
  readonly stateDir: string;
  /** Whether it has just failed: every file is then inspected. */
  readonly suspect: boolean;
  /** The access key that requests must have. */
  readonly accessKeyId: string;
}

/** Messages of the thread: one with the result of opening, one when it has closed. */
export type StoreThreadMessage =
  | { readonly kind: 'open'; readonly port: number; readonly repair: StoreRepair | null }
  /** Another process has the database open. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed' };

/**
 * Targets of requests with several queries, puts or deletions. Their body is a list of them, their response a
 * {@link BatchAnswer}. A store without such a target responds with a status other than 200.
 */
export const BATCH_TARGETS = {
  queries: 'Waywiser.Queries',
  puts: 'Waywiser.Puts',
  deletions: 'Waywiser.Deletions',
} as const;

/** One of {@link BATCH_TARGETS}. */
export type BatchTarget = (typeof BATCH_TARGETS)[keyof typeof BATCH_TARGETS];

/** The answers to several requests, in order; null: repeat this one alone. */
export interface BatchAnswer {
  readonly answers: readonly (object | null)[];
}
