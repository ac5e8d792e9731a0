import { explainSeries, type SeriesQuestion } from '../../../lib/core/explain/explain-series.ts';
import type { Dated, Rollup, RollupSpan } from '../../../lib/core/rollup/rollup.ts';
import type { TrendPorts } from '../../../lib/core/trends/trend-ports.ts';
import { changeAt } from '../../support/generated-history.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 7, 1);
const CHANGE = changeAt(START_MS + 10 * DAY_MS);
const DRIFT = {
  kind: 'drift-test',
  n: 600,
  days: 30,
  slopePerDay: { value: 2, low: 1, high: 3, confidence: 0.95 },
  level: 300,
  p: 0.001,
  inflation: 1,
} as const;

/** Ports over nothing, that note what is read. */
function ports(reads: string[]): Pick<TrendPorts, 'rollups' | 'annotations'> {
  async function read<R extends Rollup>(
    what: string,
    span: RollupSpan | '',
    range: { readonly since: string; readonly until: string },
  ): Promise<readonly Dated<R>[]> {
    reads.push(`${what} ${span} ${range.since.slice(5, 13)} ${range.until.slice(5, 13)}`);

    return [];
  }

  return {
    rollups: {
      slots: async (_, span, range) => read('slots', span, range),
      metric: async ({ metric }, span, range) => read(metric, span, range),
      parts: async (_, span, range) => read('parts', span, range),
      facts: async (_, span, range) => read('facts', span, range),
      put: async () => undefined,
    },
    annotations: {
      annotationsOf: async (journey, range) => {
        await read(`notes of ${journey}`, '', range);

        return [];
      },
      putAnnotation: async () => undefined,
    },
  };
}

function question(changes: Partial<SeriesQuestion>): SeriesQuestion {
  return {
    journey: 'checkout',
    region: 'eu-west-1',
    metric: 'duration',
    subject: { kind: 'change', change: CHANGE },
    window: { fromMs: START_MS, toMs: START_MS + 30 * DAY_MS },
    regions: [],
    ...changes,
  };
}

describe('explainSeries()', () => {
  it('explainSeries() explains a change by the hours around it', async () => {
    const reads: string[] = [];

    const explanation = await explainSeries(question({}), ports(reads));

    expect(reads.toSorted()).toEqual([
      'bytes hour 08-03T22 08-18T02',
      'duration hour 08-03T22 08-18T02',
      'facts hour 08-03T22 08-18T02',
      'instrument:cpu hour 08-03T22 08-18T02',
      'instrument:loop hour 08-03T22 08-18T02',
      'notes of checkout  08-03T21 08-18T02',
      'parts hour 08-03T22 08-18T02',
      'requests hour 08-03T22 08-18T02',
      'slots hour 08-03T22 08-18T02',
    ]);
    expect(explanation).toEqual({
      decomposition: null,
      causes: [],
      instrument: false,
      regions: null,
    });
  });

  it('explainSeries() explains a drift by days, of a vital with its parts', async () => {
    const reads: string[] = [];

    await explainSeries(
      question({ metric: 'lcp', subject: { kind: 'drift', drift: DRIFT } }),
      ports(reads),
    );

    expect(reads).toContain('lcp:render-delay day 08-01T00 08-31T00');
    expect(reads.filter((each) => each.includes(' hour '))).toEqual([]);
  });

  it('explainSeries() says nothing, and reads nothing, where there is no hour on both sides', async () => {
    const reads: string[] = [];
    const window = { fromMs: CHANGE.fromMs - HOUR_MS / 2, toMs: START_MS + 30 * DAY_MS };

    expect(await explainSeries(question({ window }), ports(reads))).toBeNull();
    expect(reads).toEqual([]);
  });
});
