import { fnv1a } from '../base/fnv1a.ts';
import { canonicalInstant } from '../store/instant.ts';
import { escapePart, type ItemKey, PARTITIONS } from '../store/keys.ts';
import { expiryAfter, FINDING_RETENTION_DAYS } from '../store/retention.ts';
import type { Annotation } from '../record/annotation.ts';
import type { Finding } from './finding.ts';
import type { AnalysisSummary } from './analysis-summary.ts';

/** The journey of an annotation that is about all journeys. */
export const ALL_JOURNEYS = '*';

/** Prefix of the partitions of findings. */
export const FINDING_PREFIX = `${PARTITIONS.finding}#`;
/** Prefix of the partitions of annotations. */
export const ANNOTATION_PREFIX = `${PARTITIONS.annotation}#`;

const HEX = 16;

/** The partition of all findings of a journey. */
export function findingPartition(journey: string): string {
  return `${FINDING_PREFIX}${escapePart(journey)}`;
}

/** The address of a finding. */
export function findingKey({ journey, metric, region, id }: Finding): ItemKey {
  return {
    pk: findingPartition(journey),
    sk: [metric, region, id].map(escapePart).join('#'),
  };
}

/** The address of a journey's analysis summary; a finding's sort key has separators, this has none. */
export function summaryKey(journey: string): ItemKey {
  // The key of the first version: stored summaries stay readable.
  return { pk: findingPartition(journey), sk: 'LOOK' };
}

/** When an analysis summary may be deleted, in epoch seconds. */
export function summaryExpiry({ at }: AnalysisSummary): number {
  return expiry(at);
}

/** When a finding may be deleted, in epoch seconds: five years after it was last open. */
export function findingExpiry({ resolved, confirmedAt }: Finding): number {
  return expiry(resolved?.at ?? confirmedAt);
}

/** The partition of the annotations of a journey, or of all ({@link ALL_JOURNEYS}). */
export function annotationPartition(journey: string): string {
  return `${ANNOTATION_PREFIX}${escapePart(journey)}`;
}

/**
 * The address of an annotation: its instant, and a hash of its text, so that writing the same note
 * twice stores one, and two notes of one instant are two.
 */
export function annotationKey({ at, journey, text, kind, by }: Annotation): ItemKey {
  const hash = fnv1a(JSON.stringify([text, kind, by]))
    .toString(HEX)
    .padStart(8, '0');

  return { pk: annotationPartition(journey), sk: `${canonicalInstant(at)}#${hash}` };
}

/** When an annotation may be deleted, in epoch seconds: five years after what it is about. */
export function annotationExpiry({ at }: Annotation): number {
  return expiry(at);
}

function expiry(fromIso: string): number {
  return expiryAfter(fromIso, FINDING_RETENTION_DAYS);
}
