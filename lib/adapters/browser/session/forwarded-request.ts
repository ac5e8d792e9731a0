import type { FailureReason } from '../../../core/ports.ts';
import type { TunnelFacts, Tunnels } from '../forwarder/attempt-tunnels.ts';
import type { BrowserRequest } from './browser-request.ts';

/** Clocks of two processes, and the time in which a failure arrives. */
const SLACK_MS = 100;

/** How the connection of a request's answer was led to its server; null: not at all, or there is none. */
export function tunnelOf(
  { response, fromCache }: BrowserRequest,
  tunnels: Tunnels | null,
): TunnelFacts | null {
  if (tunnels === null || response === null || fromCache) return null;

  return tunnels.find(response.securityDetails?.sanList ?? []);
}

/** Why the server of a request without an answer could not be reached, as the forwarder saw it; null: it could. */
export function unreachedBecause(
  request: BrowserRequest,
  tunnels: Tunnels | null,
): FailureReason | null {
  const { url, response, error, wallTime, startTs, endTs } = request;
  if (tunnels === null || response !== null || error === null) return null;
  if (!tunnels.covers(new URL(url))) return null;
  const startMs = wallTime * 1000;
  const endMs = endTs === null ? Date.now() : startMs + (endTs - startTs) * 1000;

  return tunnels.failureBetween(startMs - SLACK_MS, endMs + SLACK_MS);
}
