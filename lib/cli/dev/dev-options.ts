/** Options of `waywiser dev`. */
export interface DevOptions {
  readonly journeys: readonly string[];
  readonly baseUrl?: string;
  readonly stage?: string;
  readonly json?: boolean;
  /** False with `--no-first-run`. */
  readonly firstRun?: boolean;
  /** So many seconds pass in one. */
  readonly timeScale?: string;
  /** With `timeScale`: an interval in place of every journey's own schedule. */
  readonly every?: string;
  /** With `timeScale`: how many days ago the compressed clock begins. */
  readonly days?: string;
  /** Where the dashboard is served. */
  readonly dashboardPort?: string;
  /** False with `--no-dashboard`. */
  readonly dashboard?: boolean;
}
