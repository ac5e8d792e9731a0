import type { PossibleCause } from '../../../lib/core/explain/explanation.ts';
import {
  causeFacts,
  describePossibleCause,
} from '../../../lib/report/format/describe-possible-cause.ts';

const FRAME = { at: null, fit: 1, carries: null } as const;
const HOST = 'shop.example';

test.each<[PossibleCause, string]>([
  [
    {
      ...FRAME,
      code: 'version-changed',
      kind: 'version',
      subject: 'chromium',
      before: '146.0',
      after: '147.0',
      carries: { ms: 12.34, share: 0.97, by: 'machine' },
    },
    "Chromium changed from 146.0 to 147.0: the machine's own work takes 12.3 ms longer, 97% of the change",
  ],
  [
    {
      ...FRAME,
      code: 'version-changed',
      kind: 'version',
      subject: 'journey',
      before: 'a'.repeat(64),
      after: null,
    },
    `The journey's code changed from ${'a'.repeat(20)} to ?`,
  ],
  [
    {
      ...FRAME,
      code: 'host-fact-changed',
      kind: 'network',
      subject: `address@${HOST}`,
      before: '192.0.2.1',
      after: '192.0.2.2',
      carries: { ms: -3.2, share: 1.2, by: 'waiting' },
    },
    `The address of ${HOST} changed from 192.0.2.1 to 192.0.2.2: waiting for it takes 3.2 ms less, more than the whole change`,
  ],
  [
    { ...FRAME, code: 'host-disappeared', kind: 'host', subject: `host@${HOST}` },
    `No more requests to ${HOST}`,
  ],
  [
    {
      ...FRAME,
      code: 'metric-shifted',
      kind: 'volume',
      subject: 'requests',
      before: 13,
      after: 26,
    },
    'Requests per run: 26 instead of 13 (+100%)',
  ],
  [
    {
      ...FRAME,
      code: 'cold-share-shifted',
      kind: 'instrument',
      subject: 'instrument:cold',
      before: 0.1,
      after: 0.4,
      carries: { ms: 60, share: 1, by: 'all-parts' },
    },
    '40% of the runs are cold starts instead of 10%: all parts of the run changed alike',
  ],
  [
    { ...FRAME, code: 'noted', kind: 'note', subject: 'note', text: 'moved', by: 'ci' },
    'Noted by ci: moved',
  ],
  [
    {
      ...FRAME,
      code: 'phase-changed',
      kind: 'phase',
      subject: `dns@${HOST}`,
      phase: 'dns',
      host: HOST,
      moreHosts: 2,
      onlyIn: 'eu-west-1',
      carries: { ms: 120, share: 0.5, by: 'itself' },
    },
    `DNS of ${HOST} and 2 more takes 120 ms longer, 50% of the change, in eu-west-1 only`,
  ],
])('describePossibleCause() of %j', (cause, text) => {
  expect(describePossibleCause(cause)).toBe(text);
});

test('causeFacts() has the amount only where the description lacks it', () => {
  const cause = { ...FRAME, code: 'text', kind: 'host', subject: 'x' } as const;
  const carries = { ms: 12, share: 1, by: 'itself' } as const;

  expect(causeFacts({ ...cause, text: 'a host came', carries })).toEqual(['carries +12.0 ms']);
  expect(causeFacts({ ...cause, text: 'it takes 12 ms longer', carries })).toEqual([]);
});
