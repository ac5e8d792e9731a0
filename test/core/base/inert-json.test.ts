import * as fc from 'fast-check';
import { inertJson, jsonDocument, jsonLine } from '../../../lib/core/base/inert-json.ts';

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u009B2J',
        '\u202E',
        '\u2028',
        '\u007F',
        '\uD800',
        '\u{E0041}',
        '\\u009b',
        '##[error]',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('inertJson()', () => {
  it.each([
    ['an eight-bit sequence', '"a\u009B2J"', String.raw`"a\u009b2J"`],
    ['DEL', '"\u007F"', String.raw`"\u007f"`],
    ['a bidi override', '"\u202Eabc"', String.raw`"\u202eabc"`],
    ['a tag of two units', '"\u{E0041}"', String.raw`"\udb40\udc41"`],
    ['a line separator', '"\u2028"', String.raw`"\u2028"`],
    ['a workflow command', '"###[error]x ##vso[a]"', String.raw`"##\u0023[error]x #\u0023vso[a]"`],
    ['letters of all scripts', '"é שלום 漢 👍"', '"é שלום 漢 👍"'],
  ])('inertJson() escapes what terminals act upon when given %s', (_what, json, inert) => {
    expect(inertJson(json)).toBe(inert);
  });

  it('jsonLine() and jsonDocument() are read as the very value when given anything', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = { [text]: [text] };

        expect(JSON.parse(jsonLine(value))).toEqual(value);
        expect(JSON.parse(jsonDocument(value))).toEqual(value);
        expect(jsonLine(value)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(jsonDocument(value)).not.toMatch(/##[a-z]*\[|^\s*::/imu);
        expect(jsonLine(value).indexOf('\n')).toBe(jsonLine(value).length - 1);
      }),
    );
  });
});
