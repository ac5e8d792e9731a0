/** The one table as plain data: what creates it, here or in the cloud, reads it from here. */
export const TABLE_DEFINITION = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds after which an item may be deleted. */
  timeToLiveAttribute: 'expiresAt',
} as const;

/** The address of one item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}
