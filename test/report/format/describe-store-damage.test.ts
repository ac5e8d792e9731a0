import type { StoreRepair } from '../../../lib/core/store/store-damage.ts';
import { describeRepair } from '../../../lib/report/format/describe-store-damage.ts';

const REPAIR: StoreRepair = {
  at: '2026-11-05T08:00:00.000Z',
  problems: [{ file: '000005.ldb', kind: 'damaged' }],
  setAside: '/project/.waywiser/db.damaged-20261105T080000Z',
  kept: [{ kind: 'run', day: '2026-11-02', count: 34_796 }],
  lost: [
    { kind: 'run', day: '2026-11-03', count: 1_200 },
    { kind: 'run', day: '2026-11-04', count: 4 },
  ],
  outdated: [],
  unknownWrites: 0,
  isUncounted: false,
};

test('describeRepair() says what was damaged, kept and lost, of which days, and where it is', () => {
  expect(describeRepair(REPAIR)).toEqual([
    'The store was damaged (000005.ldb is damaged) and has been repaired: 34,796 items kept. 1,204 of 36,000 runs were lost, of 2026-11-03 to 2026-11-04.',
    'The damaged database is in /project/.waywiser/db.damaged-20261105T080000Z; delete it when you no longer need it.',
  ]);
});

test('describeRepair() says that nothing was lost, and what it does not know', () => {
  const repair = { ...REPAIR, lost: [], setAside: null, unknownWrites: 2, isUncounted: true };

  expect(describeRepair(repair)).toEqual([
    'The store was damaged (000005.ldb is damaged) and has been repaired: 34,796 items kept. No item was lost. 2 other writes to the store were lost. Items that were not counted yet may be lost too.',
  ]);
});
