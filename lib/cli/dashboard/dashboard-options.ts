/** Options of `waywiser dashboard`, as they are typed. */
export interface DashboardOptions {
  readonly port?: string;
  readonly stage?: string;
  /** Show the history of the deployed stage instead of this machine's. */
  readonly deployed?: boolean;
  /** Open it in a browser. */
  readonly open?: boolean;
  readonly json?: boolean;
}

/** The port of the dashboard. */
export interface PortChoice {
  readonly port: number;
  /** The number of following ports that may be used instead. */
  readonly morePorts: number;
}

/** Used without `--port`, as long as it is free. */
export const DASHBOARD_PORT = 4_180;

const MORE_PORTS = 20;
const MAX_PORT = 65_535;

/**
 * Reads a port; a string is the problem with it. A port that is given is used or fails; without one,
 * the next free port after the default is used.
 */
export function readPort(text: string | undefined, option: string): PortChoice | string {
  if (text === undefined) return { port: DASHBOARD_PORT, morePorts: MORE_PORTS };
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= MAX_PORT)) {
    return `Cannot read ${option} "${text}"; expected a port from 0 (any free port) to ${MAX_PORT}`;
  }

  return { port, morePorts: 0 };
}
