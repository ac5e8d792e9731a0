/** Parts of the shop that can be made to answer 200, and wrongly. */
export const BREAKABLE = ['totp', 'graphql', 'upload', 'card', 'cursor', 'live'] as const;

/** One of {@link BREAKABLE}. */
export type Breakable = (typeof BREAKABLE)[number];
