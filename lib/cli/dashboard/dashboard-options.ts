/** Options of `waywiser dashboard`, as they are typed. */
export interface DashboardOptions {
  readonly port?: string;
  readonly stage?: string;
  /** The history of the deployed stage, not of this machine. */
  readonly deployed?: boolean;
  /** Show it in a browser at once. */
  readonly open?: boolean;
  readonly json?: boolean;
}

/** Where the dashboard is served. */
export interface PortChoice {
  readonly port: number;
  /** So many after it may be taken in its place. */
  readonly morePorts: number;
}

/** Where the dashboard is found as long as nothing else is there. */
export const DASHBOARD_PORT = 4_180;

const MORE_PORTS = 20;
const MAX_PORT = 65_535;

/**
 * The port that is asked for; a string says what is wrong with it. Who asks for a port gets that one;
 * who does not, the next that is free.
 */
export function readPort(text: string | undefined, option: string): PortChoice | string {
  if (text === undefined) return { port: DASHBOARD_PORT, morePorts: MORE_PORTS };
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= MAX_PORT)) {
    return `Cannot read ${option} "${text}"; expected a port from 0 (any that is free) to ${MAX_PORT}`;
  }

  return { port, morePorts: 0 };
}
