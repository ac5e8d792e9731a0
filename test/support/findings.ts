import type { Explanation } from '../../lib/core/explain/explanation.ts';
import type { ChangePoint, DriftTest } from '../../lib/core/stats/results.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';

/** A drift of 1.5 ms a day upon 250 ms. */
export const DRIFT: DriftTest = {
  kind: 'drift-test',
  n: 2_688,
  days: 112,
  slopePerDay: { value: 1.5, low: 1.2, high: 1.8, confidence: 0.95 },
  level: 250,
  p: 0.000_4,
  inflation: 1.2,
};

/** A step from 200 to 260 ms at an instant. */
export function changeAt(iso: string, changes: Partial<ChangePoint> = {}): ChangePoint {
  const atMs = Date.parse(iso);

  return {
    atMs,
    fromMs: atMs - 3 * HOUR_MS,
    toMs: atMs + 3 * HOUR_MS,
    before: 200,
    after: 260,
    shift: { value: 60, low: 52, high: 68, confidence: 0.95 },
    p: 0.001,
    ...changes,
  };
}

/** An explanation with terms that add up. */
export const EXPLANATION: Explanation = {
  decomposition: {
    beforeMs: 200,
    afterMs: 260,
    changeMs: 60,
    terms: [
      {
        part: { step: 'pay', host: 'shop.example', phase: 'wait' },
        beforeMs: 80,
        afterMs: 139.5,
        changeMs: 59.5,
      },
    ],
    steps: [{ step: 'pay', changeMs: 59.5 }],
    unaccountedMs: 0.5,
    runs: { before: 2_000, after: 1_980 },
  },
  causes: [],
  instrument: false,
  regions: { sharing: ['eu-west-1'], others: ['us-east-1'] },
};

/** An open drift. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    schema: 2,
    id: 'drift-2026-11-22T00:40:00.000Z',
    journey: 'checkout',
    region: 'eu-west-1',
    metric: 'duration',
    unit: 'ms',
    subject: { kind: 'drift', drift: DRIFT },
    q: 0.001_2,
    from: '2026-07-25T00:00:00.000Z',
    to: '2026-11-22T00:00:00.000Z',
    foundAt: '2026-11-22T00:40:00.000Z',
    confirmedAt: '2026-11-22T00:40:00.000Z',
    unconfirmedSince: null,
    resolved: null,
    explanation: EXPLANATION,
    ...changes,
  };
}
