/** One series of runs against a healthy target, whose names a lossy name server answers. */
export interface LossySeries {
  readonly kind: 'api' | 'browser';
  /** Share of the queries that are lost, and of the answers. */
  readonly loss: number;
  readonly runs: number;
  /** Time-out of the request or navigation, such as `2s`; empty: the default. */
  readonly timeout: string;
  readonly journeyTimeoutMs: number;
}

/** How the campaign is run in its namespace. */
export interface LossyOptions {
  readonly series: readonly LossySeries[];
  /** Paths of the journeys' bundles. */
  readonly bundles: Readonly<Record<LossySeries['kind'], string>>;
  readonly figuresPath: string;
}

/** What came of a series. */
export interface LossyFigures extends LossySeries {
  readonly passed: number;
  /** Outcomes other than `passed`: how many, by outcome and cause. */
  readonly others: Readonly<Record<string, number>>;
  /** One message of each of them. */
  readonly messages: Readonly<Record<string, string>>;
  readonly queries: number;
  /** Queries and answers that were lost. */
  readonly dropped: number;
  /** The longest time that the target's name took in a run that passed. */
  readonly slowestMs: number;
  /** Runs that passed in which the name took a second or longer. */
  readonly slow: number;
  /** Connections that the guard refused. */
  readonly refused: number;
}
