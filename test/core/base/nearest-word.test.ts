import { nearestWord } from '../../../lib/core/base/nearest-word.ts';

describe('nearestWord()', () => {
  it.each([
    ['retrys', 'retries'],
    ['Timeout', 'timeout'],
    ['tiemout', 'timeout'],
    ['budget', 'budgets'],
    ['xyzzy', null],
    ['', null],
  ])('nearestWord() takes %j for %j', (word, nearest) => {
    expect(nearestWord(word, ['retries', 'timeout', 'budgets', 'env'])).toBe(nearest);
  });
});
