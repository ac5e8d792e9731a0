/** What the thread that serves the embedded store is started with. */
export interface StoreThreadData {
  /** Folder of the database. */
  readonly path: string;
  /** The access key that requests must carry. */
  readonly accessKeyId: string;
}

/** What the thread says: once how opening went, and once that it has closed. */
export type StoreThreadMessage =
  | { readonly kind: 'open'; readonly port: number }
  /** Another process has the database. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed' };

/**
 * What a request with several queries names as its target. Its body is a list of queries, its answer
 * one of {@link BatchAnswer}. A store that knows no such target answers with another status than 200.
 */
export const BATCH_TARGET = 'Waywiser.Queries';

/** The answers to several queries, in their order; null: this one is to be asked by itself. */
export interface BatchAnswer {
  readonly answers: readonly (object | null)[];
}
