/** A protocol that a journey's client can be limited to, as ALPN names it. */
export type HttpProtocol = (typeof HTTP_PROTOCOLS)[number];

/** All of them, in the order in which they are offered: that of browsers. */
export const HTTP_PROTOCOLS = ['h2', 'http/1.1'] as const;
