import { slotsAhead } from '../../../lib/cli/dev/slots-ahead.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';
import { memoryRunStore } from '../../fakes/memory-run-store.ts';
import { planOf } from '../../support/attempt-requests.ts';
import { runRecord } from '../../support/run-records.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

test('slotsAhead() finds what ran in the future, not what is missing there or ran before', async () => {
  const store = memoryRunStore();
  const journey = { plan: planOf({ name: 'shop' }), bundlePath: '/nowhere' };
  for (const [minutes, outcome] of [
    [-1, 'passed'],
    [1, 'passed'],
    [2, 'missing'],
    [3, 'failed'],
  ] as const) {
    const scheduledAt = new Date(NOW_MS + minutes * MINUTE_MS).toISOString();
    await store.putRun(runRecord({ journey: 'shop', region: 'local', scheduledAt, outcome }));
  }

  const ahead = await slotsAhead({ journeys: [journey] }, store, NOW_MS);

  expect(new Set(ahead.get('shop'))).toEqual(new Set([1, 3].map((n) => NOW_MS + n * MINUTE_MS)));
});
