import type { RefusedConnection } from '../../../lib/core/record/run-record.ts';
import { mergeRefused } from '../../../lib/core/run/merge-refused.ts';

const DATABASE: RefusedConnection = {
  address: '10.0.0.5',
  port: 5432,
  protocol: 'tcp',
  by: 'browser',
  setting: 'allowPrivate',
  count: 2,
  atMs: 40,
};

describe('mergeRefused()', () => {
  it('mergeRefused() adds no list when nothing was refused', () => {
    expect(mergeRefused([{ omitted: {} }, { omitted: {} }], { log: 1 })).toEqual({
      omitted: { log: 1 },
    });
  });

  it('mergeRefused() adds up equal connections of all executions', () => {
    const again = { ...DATABASE, count: 3, atMs: 10 };
    const byJourney: RefusedConnection = { ...DATABASE, by: 'journey' };

    const merged = mergeRefused(
      [
        { refused: [DATABASE], omitted: {} },
        { refused: [again, byJourney], omitted: {} },
      ],
      {},
    );

    expect(merged).toEqual({
      refused: [{ ...DATABASE, count: 5, atMs: 10 }, byJourney],
      omitted: {},
    });
  });

  it('mergeRefused() keeps 50 entries and counts the others', () => {
    const refused = Array.from({ length: 60 }, (_, port) => ({ ...DATABASE, port }));

    const merged = mergeRefused([{ refused, omitted: { refused: 7 } }], { refused: 7, steps: 1 });

    expect(merged).toEqual({
      refused: refused.slice(0, 50),
      omitted: { refused: 17, steps: 1 },
    });
  });
});
