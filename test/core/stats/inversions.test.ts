import * as fc from 'fast-check';
import { keyed, sortCounting } from '../../../lib/core/stats/inversions.ts';

const anyKeys = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true })), {
  maxLength: 70,
});

describe('sortCounting()', () => {
  it('sortCounting() sorts stably and counts the pairs in the wrong order', () => {
    fc.assert(
      fc.property(anyKeys, (list) => {
        const keys = Float64Array.from(list);
        const items = Int32Array.from(list, (_, at) => at);

        const inversions = sortCounting({ keys, items }, keyed(list.length));

        const order = list
          .map((_, at) => at)
          .toSorted((one, other) => compare(list[one] ?? NaN, list[other] ?? NaN));
        expect([...items]).toEqual(order);
        expect([...keys]).toEqual(order.map((at) => list[at]));
        expect(inversions).toBe(wrongPairs(list).length);
      }),
    );
  });

  it('sortCounting() tells of each pair in the wrong order once', () => {
    fc.assert(
      fc.property(anyKeys, (list) => {
        const told: string[] = [];
        const items = Int32Array.from(list, (_, at) => at);

        sortCounting(
          { keys: Float64Array.from(list), items },
          keyed(list.length),
          (item, passed) => {
            for (let at = passed.from; at < passed.to; at += 1) {
              told.push(`${passed.items[at]} ${item}`);
            }
          },
        );

        expect(told.toSorted()).toEqual(wrongPairs(list).toSorted());
      }),
    );
  });
});

/** -0 and 0 are equal. */
function compare(one: number, other: number): number {
  return Number(one > other) - Number(one < other);
}

function wrongPairs(list: readonly number[]): readonly string[] {
  return list.flatMap((key, at) =>
    list.flatMap((other, later) => (later > at && other < key ? [`${at} ${later}`] : [])),
  );
}
