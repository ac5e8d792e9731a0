import { fnv1a } from '../base/fnv1a.ts';
import { canonicalInstant } from '../store/instant.ts';
import { escapePart, type ItemKey, PARTITIONS } from '../store/keys.ts';
import { expiryAfter, FINDING_RETENTION_DAYS } from '../store/retention.ts';
import type { Annotation } from '../record/annotation.ts';
import type { Finding } from './finding.ts';
import type { AnalysisSummary } from './analysis-summary.ts';

/** What stands in an annotation's place of a journey when it is about all of them. */
export const ALL_JOURNEYS = '*';

/** What the partitions of all findings, and of all annotations, begin with. */
export const FINDING_PREFIX = `${PARTITIONS.finding}#`;
/** See {@link FINDING_PREFIX}. */
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

/** The address of the newest look at a journey: no finding's, each of which has a separator. */
export function summaryKey(journey: string): ItemKey {
  return { pk: findingPartition(journey), sk: 'LOOK' };
}

/** When a look may be deleted, in epoch seconds. */
export function summaryExpiry({ at }: AnalysisSummary): number {
  return expiry(at);
}

/** When a finding may be deleted, in epoch seconds: five years after it last stood. */
export function findingExpiry({ ended, confirmedAt }: Finding): number {
  return expiry(ended?.at ?? confirmedAt);
}

/** The partition of the annotations of a journey, or of all ({@link ALL_JOURNEYS}). */
export function annotationPartition(journey: string): string {
  return `${ANNOTATION_PREFIX}${escapePart(journey)}`;
}

/**
 * The address of an annotation: its instant, and a hash of what it says, so that the same one said
 * twice is one, and two of one instant are two.
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
