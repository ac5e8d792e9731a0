import type { Annotation } from '../../lib/core/record/annotation.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import type { AnalysisSummary } from '../../lib/core/trends/analysis-summary.ts';
import { checkedAnnotation } from '../../lib/core/trends/read-annotation.ts';
import { ALL_JOURNEYS, annotationKey, findingKey } from '../../lib/core/trends/trend-keys.ts';
import type { AnnotationStore, FindingStore } from '../../lib/core/trends/trend-ports.ts';

/** Keeps findings in memory. */
export function memoryFindingStore(): FindingStore {
  const items = new Map<string, Finding>();
  const summaries = new Map<string, AnalysisSummary>();

  function findingsOf(journey: string): readonly Finding[] {
    return [...items.values()]
      .filter((finding) => finding.journey === journey)
      .toSorted((a, b) => Date.parse(a.foundAt) - Date.parse(b.foundAt));
  }

  return {
    findingsOf: async (journey) => findingsOf(journey),
    trendsOf: async (journey) => ({
      findings: findingsOf(journey),
      summary: summaries.get(journey) ?? null,
    }),
    putFinding: async (finding) => {
      items.set(JSON.stringify(findingKey(finding)), structuredClone(finding));
    },
    summaryOf: async (journey) => summaries.get(journey) ?? null,
    putSummary: async (summary) => void summaries.set(summary.journey, structuredClone(summary)),
  };
}

/** Keeps annotations in memory. */
export function memoryAnnotationStore(): AnnotationStore {
  const items = new Map<string, Annotation>();

  return {
    annotationsOf: async (journey, { since, until }) =>
      [...items.values()]
        .filter((each) => each.journey === journey || each.journey === ALL_JOURNEYS)
        .filter(({ at }) => at >= since && at < until)
        .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    putAnnotation: async (annotation) => {
      const checked = checkedAnnotation(annotation);
      items.set(JSON.stringify(annotationKey(checked)), checked);
    },
  };
}
