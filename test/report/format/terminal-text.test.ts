import * as fc from 'fast-check';
import {
  cleanLines,
  cleanText,
  padStart,
  truncate,
  truncateMiddle,
  visibleWidth,
  wrap,
} from '../../../lib/report/format/terminal-text.ts';

const ESC = '\u{1b}';
/** Texts of all code points, and of pieces that terminals act on. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ESC,
        `${ESC}[31m`,
        `${ESC}]8;;http://x`,
        '\u{9b}2J',
        '\u{202e}',
        '👩‍👩‍👧',
        '漢',
        'a\u{301}',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('cleanText', () => {
  it.each([
    ['a colour', `${ESC}[1;31mred${ESC}[0m`, 'red'],
    ['a cursor move', `a${ESC}[2J${ESC}[Hb`, 'ab'],
    ['a window title', `a${ESC}]0;owned\u{7}b`, 'ab'],
    ['a hyperlink', `${ESC}]8;;http://evil.test${ESC}\\text${ESC}]8;;${ESC}\\`, 'text'],
    ['an unterminated control string', `a${ESC}]0;title\nb`, 'a b'],
    ['an eight-bit sequence', 'a\u{9b}31mb', 'ab'],
    ['a bare escape', `a${ESC}`, 'a'],
    ['a bidi override', 'user\u{202e}gnp.exe', 'usergnp.exe'],
    ['zero-width text', 'a\u{200b}\u{feff}\u{2060}b', 'ab'],
    ['a bell and a backspace', 'a\u{7}\u{8}b', 'ab'],
    ['line ends and tabs', 'a\r\nb\tc\u{2028}d', 'a b c d'],
    ['piled marks', `a${'\u{301}'.repeat(50)}`, `a${'\u{301}'.repeat(3)}`],
    ['half a surrogate pair', 'a\u{d800}b', 'a\u{fffd}b'],
    ['a joined emoji', '👩‍👩‍👧', '👩‍👩‍👧'],
  ])('cleanText() leaves only what is visible when given %s', (_what, hostile, expected) => {
    expect(cleanText(hostile)).toBe(expected);
  });

  it('cleanText() never lets through a control or a format character when given anything', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cleanText(text)).not.toMatch(/(?!\u{200d})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('cleanText() changes nothing when the text is clean', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

describe('cleanLines', () => {
  it('cleanLines() keeps line ends and drops empty lines at the end when given a message', () => {
    expect(cleanLines(`one\r\n${ESC}[31mtwo${ESC}[39m  \n\n\tthree\n\n`)).toEqual([
      'one',
      'two',
      '',
      '  three',
    ]);
  });
});

describe('visibleWidth', () => {
  it.each([
    ['plain', 5],
    ['漢字', 4],
    ['ｆｕｌｌ', 8],
    ['👩‍👩‍👧', 2],
    ['🇳🇱', 2],
    ['❤️', 2],
    ['e\u{301}', 1],
    ['✓ ok', 4],
    ['한국', 4],
    ['', 0],
  ])('visibleWidth() counts cells when given "%s"', (text, expected) => {
    expect(visibleWidth(text)).toBe(expected);
  });
});

describe('truncate', () => {
  it('truncate() keeps whole characters when the text is too long', () => {
    expect(truncate('漢字漢字', 6)).toBe('漢字…');
    expect(truncate('漢字漢字', 8)).toBe('漢字漢字');
    expect(truncate('a👩‍👩‍👧b👩‍👩‍👧', 4)).toBe('a👩‍👩‍👧…');
  });

  it('truncateMiddle() keeps both ends when the text is too long', () => {
    expect(truncateMiddle('/api/products/7/reviews', 15)).toBe('/api/pr…reviews');
  });

  it('truncate() and truncateMiddle() fit the width when given anything', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(40), (text, columns) => {
        const clean = cleanText(text);
        expect(visibleWidth(truncate(clean, columns))).toBeLessThanOrEqual(columns);
        expect(visibleWidth(truncateMiddle(clean, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('padStart() aligns by cells when characters are wide', () => {
    expect(padStart('漢', 4)).toBe('  漢');
  });
});

describe('wrap', () => {
  it('wrap() breaks at spaces and inside words that are too long when the line is long', () => {
    expect(wrap('  the quick brownish fox', 10)).toEqual(['  the', 'quick', 'brownish', 'fox']);
    expect(wrap('abcdefghijkl', 5)).toEqual(['abcde', 'fghij', 'kl']);
  });

  it('wrap() breaks wide characters apart when one column more would hold them', () => {
    expect(wrap(' 漢字', 2)).toEqual(['漢', '字']);
    expect(wrap('ᄀ'.repeat(4), 4)).toEqual(['ᄀᄀ', 'ᄀᄀ']);
  });

  it('wrap() loses nothing but spaces and fits the width when given anything', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const clean = cleanText(text);
        const lines = wrap(clean, columns);
        expect(lines.every((line) => visibleWidth(line) <= columns)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(clean.replaceAll(' ', ''));
      }),
    );
  });
});
