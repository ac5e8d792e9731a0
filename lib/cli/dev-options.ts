/** Options of `waywiser dev`. */
export interface DevOptions {
  readonly journeys: readonly string[];
  readonly baseUrl?: string;
  readonly stage?: string;
  readonly json?: boolean;
  /** False with `--no-first-run`. */
  readonly firstRun?: boolean;
}
