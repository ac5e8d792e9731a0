/** Start parameters of the thread that serves the embedded store. */
export interface StoreThreadData {
  /** Folder of the database. */
  readonly path: string;
  /** The access key that requests must have. */
  readonly accessKeyId: string;
}

/** Messages of the thread: one with the result of opening, one when it has closed. */
export type StoreThreadMessage =
  | { readonly kind: 'open'; readonly port: number }
  /** Another process has the database open. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed' };

/**
 * Target of a request with several queries. Its body is a list of queries, its response a {@link
 * BatchAnswer}. A store without this target responds with a status other than 200.
 */
export const BATCH_TARGET = 'Waywiser.Queries';

/** The answers to several queries, in order; null: repeat this query alone. */
export interface BatchAnswer {
  readonly answers: readonly (object | null)[];
}
