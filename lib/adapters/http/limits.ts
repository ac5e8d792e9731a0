/** The most that a response's status line and headers may hold together. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** How many redirects are followed; browsers stop at 20, and nobody should need half of that. */
export const MAX_REDIRECTS = 10;
