import type { Explanation } from '../explain/explanation.ts';
import type { MetricUnit } from '../rollup/metric.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { ChangePoint, DriftTest, Forecast } from '../stats/results.ts';
import type { DataShortage } from '../stats/series.ts';

/** The version of a finding's shape. */
export const FINDING_SCHEMA = 2;

/** A series: one metric of one journey in one region. */
export interface MetricSeries extends SlotSeries {
  readonly metric: string;
}

/** The drift, change point or forecast of a finding. */
export type FindingSubject =
  | { readonly kind: 'drift'; readonly drift: DriftTest }
  | { readonly kind: 'change'; readonly change: ChangePoint }
  | {
      readonly kind: 'forecast';
      readonly forecast: Forecast;
      readonly budget: { readonly statistic: string; readonly max: number };
    };

/** Why a finding is resolved: a code with its parameters. */
export type ResolutionReason =
  | { readonly code: 'not-detected' }
  /** A drift that goes in the other direction now. */
  | { readonly code: 'reversed' }
  /** A later change undid this one, on a day: ISO 8601. */
  | { readonly code: 'level-returned'; readonly on: string }
  | { readonly code: 'explained-by-change' }
  | { readonly code: 'explained-by-drift' }
  /** A change too far back for the data that an analysis reads. */
  | { readonly code: 'too-far-back' }
  /** For two weeks there were not enough data to test for it. */
  | { readonly code: 'untestable'; readonly shortage: DataShortage }
  /** The metric has had no value for so many days. */
  | { readonly code: 'no-data'; readonly days: number }
  | { readonly code: 'region-removed' }
  | { readonly code: 'budget-changed' }
  | { readonly code: 'budget-crossed' }
  /** The forecast's drift is not detected any more. */
  | { readonly code: 'drift-resolved' }
  | { readonly code: 'no-forecast'; readonly shortage: DataShortage }
  /** The budget will be reached in more than so many days. */
  | { readonly code: 'budget-far'; readonly days: number }
  | { readonly code: 'budget-not-reached' }
  /** A sentence that an earlier version stored. */
  | { readonly code: 'text'; readonly text: string };

/** When a finding was resolved, ISO 8601, and why. */
export type Resolution = ResolutionReason & { readonly at: string };

/** Something that an analysis detected in a series, from then until it is resolved. */
export interface Finding extends MetricSeries {
  readonly schema: typeof FINDING_SCHEMA;
  /** Stable: `KIND` and the instant that it is about (a drift's: when it was first found). */
  readonly id: string;
  readonly unit: MetricUnit;
  readonly subject: FindingSubject;
  /** After Benjamini–Hochberg over all series of the analysis; null for a forecast. */
  readonly q: number | null;
  /** The first and the last hour that were analysed, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** When it was first found, and last confirmed. ISO 8601. */
  readonly foundAt: string;
  readonly confirmedAt: string;
  /** When an analysis first did not detect it again, ISO 8601; null: the last one did. */
  readonly unconfirmedSince: string | null;
  /** Null: it is open. */
  readonly resolved: Resolution | null;
  /** Null where there is nothing to compare. */
  readonly explanation: Explanation | null;
}

/** The findings that are not resolved. */
export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ resolved }) => resolved === null);
}
