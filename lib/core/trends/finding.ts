import type { Explanation } from '../explain/explanation.ts';
import type { MetricUnit } from '../rollup/metric.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { ChangePoint, DriftTest, Forecast } from '../stats/results.ts';

/** The version of a finding's shape. */
export const FINDING_SCHEMA = 1;

/** A series: one metric of one journey in one region. */
export interface MetricSeries extends SlotSeries {
  readonly metric: string;
}

/** What was found, by kind. */
export type FindingSubject =
  | { readonly kind: 'drift'; readonly drift: DriftTest }
  | { readonly kind: 'change'; readonly change: ChangePoint }
  | {
      readonly kind: 'forecast';
      readonly forecast: Forecast;
      readonly budget: { readonly statistic: string; readonly max: number };
    };

/** Something that the trends job says about a series, from when it was first seen until it ended. */
export interface Finding extends MetricSeries {
  readonly schema: typeof FINDING_SCHEMA;
  /** Stable: `KIND` and the instant that it is about (a drift's: when it was first found). */
  readonly id: string;
  readonly unit: MetricUnit;
  readonly subject: FindingSubject;
  /** After Benjamini–Hochberg over all series of the look; null for a forecast. */
  readonly q: number | null;
  /** The first and the last hour that were looked at, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** When it was first found, and last confirmed. ISO 8601. */
  readonly foundAt: string;
  readonly confirmedAt: string;
  /**
   * When a look first did not find it again; null: the last look did, or it has ended. One look that
   * doubts ends nothing. ISO 8601.
   */
  readonly doubtedAt: string | null;
  /** When it was found to have ended, and why; null: it stands. */
  readonly ended: { readonly at: string; readonly reason: string } | null;
  /** Null where there is nothing to compare. */
  readonly explanation: Explanation | null;
}
