import { ownValue } from '../../../lib/core/base/own-value.ts';
import { INHERITED_NAMES } from '../../support/inherited-names.ts';

describe('ownValue()', () => {
  it.each(INHERITED_NAMES)('ownValue() finds nothing under %s in a table without it', (name) => {
    expect(ownValue({}, name)).toBeUndefined();
  });

  it.each(INHERITED_NAMES)('ownValue() finds the own value under %s', (name) => {
    expect(ownValue(Object.fromEntries([[name, 7]]), name)).toBe(7);
  });
});
