import { describe, expect, it } from '@jest/globals';
import { secretValueProblems } from '../../../lib/core/deploy/secret-values.ts';
import { planOf } from '../../support/attempt-requests.ts';

/** What is said of a value that is set in the variable of a secret. */
function said(value: string | undefined): readonly string[] {
  const plan = planOf({ name: 'shop', secrets: ['shop/user'] });
  const known = { variable: 'WAYWISER_SECRET_SHOP_USER', value };

  return secretValueProblems([plan], () => known).map(({ message }) => message);
}

describe('secretValueProblems()', () => {
  it.each([
    ['password', 'it is a common word'],
    ['Welcome1', 'it is a common word'],
    ['abc', 'it has fewer than 4 characters'],
    ['2026', 'it is a number of at most 4 digits'],
    ['aaaaaa', 'it is one character several times'],
    ['{"user":"admin","password":"secret"}', 'its field "password" is too common: it is a common'],
    ['{"pin":1234}', 'its field "pin" is too common: it is a number'],
  ])('secretValueProblems() refuses %s, and does not quote it', (value, reason) => {
    const [message = ''] = said(value);

    expect(message).toContain('Cannot use the value of WAYWISER_SECRET_SHOP_USER as the secret');
    expect(message).toContain(reason);
  });

  it.each([
    'hunter2',
    'P@ss-w0rd',
    '48213',
    '{"user":"admin","password":"hunter2"}',
    '',
    undefined,
  ])('secretValueProblems() accepts %s', (value) => {
    expect(said(value)).toEqual([]);
  });
});
