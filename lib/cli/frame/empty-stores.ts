import type { HistoryStores } from './runs-store.ts';

/** Stores of a machine on which nothing ever ran. Nothing can be kept in them. */
export function emptyStores(): HistoryStores {
  return {
    store: {
      putRun: refuse,
      getRun: async () => null,
      queryRuns: none,
      listSeries: none,
    },
    rollups: { slots: none, metric: none, parts: none, facts: none, put: refuse },
    findings: {
      findingsOf: none,
      putFinding: refuse,
      summaryOf: async () => null,
      putSummary: refuse,
      trendsOf: async () => ({ findings: [], look: null }),
    },
    annotations: { annotationsOf: none, putAnnotation: refuse },
    close: async () => {},
  };
}

async function none(): Promise<readonly never[]> {
  return [];
}

async function refuse(): Promise<never> {
  throw new TypeError('Cannot keep anything: there is no store; expected one to be opened');
}
