/**
 * What can be malformed in an answer that browsers take all the same, in the order of an answer's
 * parts. docs/http.md explains each.
 */
export const MALFORMATIONS = [
  'bytes-before-status',
  'status-line',
  'bare-line-feed',
  'bare-carriage-return',
  'header-without-colon',
  'header-name',
  'header-value',
  'folded-header',
  'repeated-length',
  'invalid-length',
  'length-and-chunked',
  'empty-location',
  'unknown-encoding',
  'chunk-line',
  'bytes-after-body',
  'bytes-after-compression',
  'compression-cut',
] as const;

/** One kind of malformation: a member of {@link MALFORMATIONS}. */
export type Malformation = (typeof MALFORMATIONS)[number];
