import type { AnalysisSummaryV1 } from '../../lib/core/trends/analysis-summary.ts';
import type { FindingV1 } from '../../lib/core/trends/upgrade-finding.ts';
import { changeAt, DRIFT } from './findings.ts';

/** What both findings have in common. */
const COMMON = {
  schema: 1,
  journey: 'checkout',
  region: 'eu-west-1',
  metric: 'duration',
  unit: 'ms',
  q: 0.001_2,
  from: '2026-07-25T00:00:00.000Z',
  to: '2026-11-22T00:00:00.000Z',
  foundAt: '2026-11-20T00:40:00.000Z',
  confirmedAt: '2026-11-21T00:40:00.000Z',
} as const;

/** An open drift as the first version stored it: unconfirmed since 22 November, with one cause. */
export const OPEN_V1: FindingV1 = {
  ...COMMON,
  id: 'drift-2026-11-20T00:40:00.000Z',
  subject: { kind: 'drift', drift: DRIFT },
  doubtedAt: '2026-11-22T00:40:00.000Z',
  ended: null,
  explanation: {
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
    causes: [
      {
        kind: 'host',
        subject: 'host@tags.example.net',
        before: null,
        after: 'present',
        carriesMs: 59.5,
        at: null,
        fit: 0.9,
        words: 'Requests to tags.example.net came, which were not made before',
      },
    ],
    instrument: false,
    regions: { sharing: ['eu-west-1'], others: ['us-east-1'] },
  },
};

/** A change that the first version ended, with its sentence. */
export const ENDED_V1: FindingV1 = {
  ...COMMON,
  id: 'change-2026-11-02T13:00:00.000Z',
  subject: { kind: 'change', change: changeAt('2026-11-02T13:00:00.000Z') },
  doubtedAt: null,
  ended: { at: '2026-11-21T00:40:00.000Z', reason: 'the level came back on 2026-11-18' },
  explanation: null,
};

/** A summary as the first version stored it. */
export const SUMMARY_V1: AnalysisSummaryV1 = {
  schema: 1,
  journey: 'checkout',
  at: '2026-11-22T00:40:00.000Z',
  regions: ['eu-west-1'],
  series: [
    {
      region: 'eu-west-1',
      metric: 'duration',
      refused: { reason: 'a drift needs 21 days with data, there are 9', moreDays: 12 },
    },
  ],
};
