/** Parts of the shop that can be set to return wrong content with status 200. */
export const BREAKABLE = [
  'totp',
  'graphql',
  'upload',
  'card',
  'cursor',
  'live',
  'mail',
  'sms',
] as const;

/** One of {@link BREAKABLE}. */
export type Breakable = (typeof BREAKABLE)[number];
