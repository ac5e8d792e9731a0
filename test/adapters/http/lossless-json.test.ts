import { assert, json, property } from 'fast-check';
import { losslessJson } from '../../../lib/adapters/http/lossless-json.ts';

describe('losslessJson()', () => {
  it.each([
    ['{"id":9007199254740993}', { id: 9007199254740993n }],
    [
      '[-12345678901234567890, 9007199254740991, -0, 1]',
      [-12345678901234567890n, 9007199254740991, -0, 1],
    ],
    ['12345678901234567890', 12345678901234567890n],
    ['[1e30, 12345678901234567890.5]', [1e30, 12345678901234567000]],
    [
      '{"12345678901234567890":"12345678901234567890","a":"\\"12345678901234567890"}',
      { '12345678901234567890': '12345678901234567890', a: '"12345678901234567890' },
    ],
    [
      '["integer:1","integer::2",98765432109876543210]',
      ['integer:1', 'integer::2', 98765432109876543210n],
    ],
    ['["\\u0069nteger:1",98765432109876543210]', ['integer:1', 98765432109876543210n]],
  ])('losslessJson() of %s', (text, expected) => {
    expect(losslessJson(text)).toEqual(expected);
  });

  it.each(['{12345678901234567890:1}', '{"a":012345678901234567890}', '', 'x'])(
    'losslessJson() refuses %s as JSON.parse() does',
    (text) => {
      expect(() => losslessJson(text)).toThrow(SyntaxError);
    },
  );

  it('losslessJson() equals JSON.parse() but for the type of large integers', () => {
    assert(
      property(json(), (text) => {
        const plain: unknown = JSON.parse(text);

        const rounded = JSON.stringify(losslessJson(text), (_name, value: unknown) =>
          typeof value === 'bigint' ? Number(value) : value,
        );

        expect(rounded).toBe(JSON.stringify(plain));
      }),
    );
  });
});
