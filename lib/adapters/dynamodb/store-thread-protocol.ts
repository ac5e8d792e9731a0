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
