import type { ExplainInput } from '../../../lib/core/explain/explain-input.ts';
import { shiftOf } from '../../../lib/core/explain/shifts.ts';
import type { Dated, MetricRollup } from '../../../lib/core/rollup/rollup.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { changeAt } from '../../support/generated-history.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 7, 1);
const RUNS = 12;

function metricRollup(hour: number, values: readonly number[]): Dated<MetricRollup> {
  return {
    startsAt: new Date(START_MS + hour * HOUR_MS).toISOString(),
    rollup: {
      kind: 'metric',
      unit: 'bytes',
      n: values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      min: Math.min(...values),
      max: Math.max(...values),
      histogram: '',
      censored: null,
    },
  };
}

/** An input with hours of `bytes` alone, of which the first half is compared with the second. */
function inputOf(hours: number, valueOf: (hour: number) => number): ExplainInput {
  const bytes = Array.from({ length: hours }, (_, hour) =>
    metricRollup(
      hour,
      Array.from({ length: RUNS }, () => valueOf(hour)),
    ),
  );
  const instants = [0, hours / 2, hours].map((hour) => {
    return new Date(START_MS + hour * HOUR_MS).toISOString();
  });
  const [since = '', middle = '', until = ''] = instants;

  return {
    region: 'local',
    metric: 'duration',
    subject: { kind: 'change', change: changeAt(Date.parse(middle)) },
    spans: { before: { since, until: middle }, after: { since: middle, until } },
    rollupsOf: 'hour',
    parts: [],
    facts: [],
    slots: [],
    metrics: { bytes },
    annotations: [],
    regions: [],
  };
}

const DAYS = 14;

describe('shiftOf()', () => {
  it('shiftOf() reports by how much a mean moved, and when', () => {
    const random = seededRandom(3);
    const input = inputOf(DAYS * 24, (hour) => (hour < 170 ? 1000 : 1300) + 100 * normal(random));

    const shift = shiftOf('bytes', input);

    expect(shift?.relative).toBeCloseTo(0.3, 1);
    expect(shift?.atMs).toBe(START_MS + 170 * HOUR_MS);
  });

  it('shiftOf() finds nothing in noise that days share, in 20 series', () => {
    const found = Array.from({ length: 20 }, (_, seed) => {
      const random = seededRandom(seed);
      const days = Array.from({ length: DAYS }, () => 1000 + 80 * normal(random));

      return shiftOf(
        'bytes',
        inputOf(DAYS * 24, (hour) => days[Math.floor(hour / 24)] ?? 0),
      );
    });

    expect(found).toEqual(found.map(() => null));
  });

  it('shiftOf() finds nothing in what moved by less than a twentieth, or is not there', () => {
    const input = inputOf(DAYS * 24, (hour) => (hour < 168 ? 1000 : 1049));

    expect(shiftOf('bytes', input)).toBeNull();
    expect(shiftOf('requests', input)).toBeNull();
  });

  it('shiftOf() finds nothing where all is 0', () => {
    expect(
      shiftOf(
        'bytes',
        inputOf(DAYS * 24, () => 0),
      ),
    ).toBeNull();
  });

  it('shiftOf() compares two single rollups by their ranges', () => {
    expect(
      shiftOf(
        'bytes',
        inputOf(2, (hour) => (hour < 1 ? 1000 : 2000)),
      )?.relative,
    ).toBe(1);

    const random = seededRandom(3);
    const wide = inputOf(2, (hour) => (hour < 1 ? 1000 : 1200) * (0.5 + random()));
    expect(shiftOf('bytes', wide)).toBeNull();
  });
});
