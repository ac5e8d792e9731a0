import { sharedRegions } from '../../../lib/core/explain/shared-regions.ts';
import type { ExplainInput } from '../../../lib/core/explain/explain-input.ts';
import type { ChangePoint, DriftTest, SeriesConclusion } from '../../../lib/core/stats/results.ts';
import { changeAt } from '../../support/generated-history.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const AT_MS = Date.UTC(2026, 7, 20);
const REFUSED = {
  kind: 'insufficient-data',
  shortage: { code: 'not-tested' },
  moreDays: 3,
} as const;

function driftTest(slope: number, level = 1000): DriftTest {
  return {
    kind: 'drift-test',
    n: 1000,
    days: 40,
    slopePerDay: { value: slope, low: slope / 2, high: slope * 2, confidence: 0.95 },
    level,
    p: 0.001,
    inflation: 1,
  };
}

function conclusion(changes: Partial<SeriesConclusion>): SeriesConclusion {
  return { kind: 'step', drift: REFUSED, changes: [], ...changes };
}

function shifted(value: number, laterHours = 0): ChangePoint {
  const shift = { value, low: value, high: value, confidence: 0.95 };

  return changeAt(AT_MS + laterHours * HOUR_MS, { shift });
}

function inputOf(changes: Partial<ExplainInput>): ExplainInput {
  const span = { since: '2026-08-01T00:00:00.000Z', until: '2026-08-08T00:00:00.000Z' };

  return {
    region: 'eu-west-1',
    metric: 'duration',
    subject: { kind: 'change', change: shifted(100) },
    spans: { before: span, after: span },
    rollupsOf: 'hour',
    parts: [],
    facts: [],
    slots: [],
    metrics: {},
    annotations: [],
    regions: [],
    ...changes,
  };
}

describe('sharedRegions()', () => {
  it('sharedRegions() distinguishes regions that changed alike from those that did not, and from untested ones', () => {
    const regions = [
      { region: 'eu-west-1', conclusion: conclusion({ changes: [shifted(100)] }) },
      {
        region: 'alike',
        conclusion: conclusion({ changes: [shifted(-50, -90), shifted(150, 3)] }),
      },
      { region: 'unpaired', conclusion: conclusion({ changes: [shifted(NaN)] }) },
      { region: 'faster', conclusion: conclusion({ changes: [shifted(-100)] }) },
      { region: 'later', conclusion: conclusion({ changes: [shifted(100, 30)] }) },
      { region: 'hardly', conclusion: conclusion({ changes: [shifted(20)] }) },
      { region: 'steady', conclusion: conclusion({ kind: 'steady' }) },
      {
        region: 'untested',
        conclusion: conclusion({ kind: 'insufficient-data', changes: REFUSED }),
      },
    ];

    expect(sharedRegions(inputOf({ regions }))).toEqual({
      sharing: ['alike', 'eu-west-1', 'unpaired'],
      others: ['faster', 'hardly', 'later', 'steady'],
    });
  });

  it('sharedRegions() compares drifts by their relative rate', () => {
    const subject = { kind: 'drift', drift: driftTest(2) } as const;
    const regions = [
      { region: 'alike', conclusion: conclusion({ kind: 'drift', drift: driftTest(6, 2000) }) },
      { region: 'better', conclusion: conclusion({ kind: 'drift', drift: driftTest(-2) }) },
      { region: 'steady', conclusion: conclusion({ kind: 'steady', drift: driftTest(2) }) },
      { region: 'untested', conclusion: conclusion({ kind: 'insufficient-data' }) },
    ];

    expect(sharedRegions(inputOf({ subject, regions }))).toEqual({
      sharing: ['alike', 'eu-west-1'],
      others: ['better', 'steady'],
    });
  });

  it('sharedRegions() says nothing where there are no others, or two spans were chosen', () => {
    const own = { region: 'eu-west-1', conclusion: conclusion({}) };
    const other = { region: 'us-east-1', conclusion: conclusion({}) };

    expect(sharedRegions(inputOf({ regions: [own] }))).toBeNull();
    expect(
      sharedRegions(inputOf({ subject: { kind: 'comparison' }, regions: [own, other] })),
    ).toBeNull();
  });
});
