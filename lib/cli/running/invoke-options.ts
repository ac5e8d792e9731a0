/** Options of `waywiser invoke`. */
export interface InvokeOptions {
  readonly journey: string;
  /** Default: all regions of the journey. */
  readonly region?: readonly string[];
  readonly stage?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly verbose?: boolean;
}
