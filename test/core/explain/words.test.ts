import {
  changeWords,
  msWords,
  ofChange,
  phaseWords,
  relativeWords,
  valueWords,
} from '../../../lib/core/explain/words.ts';

describe('words', () => {
  it('msWords() is no more precise than a measurement', () => {
    expect([0.4219, 12.345, 123.45, 1234.5, 12_345].map(msWords)).toEqual([
      '0.42 ms',
      '12.3 ms',
      '123 ms',
      '1.23 s',
      '12.3 s',
    ]);
  });

  it('valueWords() tells bytes in units of 1,024, and things by number', () => {
    expect([800, 69_530, 1_200_000].map((bytes) => valueWords(bytes, 'bytes'))).toEqual([
      '800 B',
      '67.9 KiB',
      '1.14 MiB',
    ]);
    expect([9, 8.97].map((count) => valueWords(count, 'count'))).toEqual(['9', '8.97']);
  });

  it('changeWords() and ofChange() tell direction and share', () => {
    expect([changeWords(-3.2), changeWords(120)]).toEqual(['3.20 ms less', '120 ms longer']);
    expect([ofChange(97, 100), ofChange(-97, -100), ofChange(108, 100)]).toEqual([
      '97% of the change',
      '97% of the change',
      'more than the whole change',
    ]);
  });

  it('relativeWords() tells no share of nothing', () => {
    expect([0.124, -0.03, Infinity].map(relativeWords)).toEqual(['+12%', '−3%', 'from nothing']);
  });

  it('phaseWords() tells time without a host apart', () => {
    expect([phaseWords('dns', 'shop.test'), phaseWords('own', null)]).toEqual([
      'looking up shop.test',
      'time without any request',
    ]);
  });
});
