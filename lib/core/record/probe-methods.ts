/** The `method` of a probe's record; HTTP has no such methods. */
export const PROBE_METHODS = ['TLS', 'TCP', 'DNS', 'WS', 'GRPC', 'SSE'] as const;

/** One of {@link PROBE_METHODS}. */
export type ProbeMethod = (typeof PROBE_METHODS)[number];

/** Whether a request is a probe. By its method: a browser's own WebSockets have the same resource type. */
export function isProbeMethod(method: string): method is ProbeMethod {
  return PROBE_METHODS.some((each) => each === method);
}
