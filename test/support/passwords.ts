import { seededRandom } from '../../lib/core/stats/seeded.ts';

/** Passwords as people and generators choose them, with every mark that some writer escapes. */
export const REALISTIC: readonly string[] = [
  'p4ss&word',
  'it\'s "quoted"',
  'run()!~away',
  'back\\slash\\pw',
  'café-crème-42',
  'tom & jerry = <3',
  '100% sure? #1',
  'a+b c/d=e?f',
  '{"not":"json"',
  'ümläut ß 東京',
  'smile😀smile',
  '%41%42 percent',
  '&amp; entity',
  'semi;colon:at@host',
  '`backtick`$var$',
  '[brackets](x)|y^z',
  "O'Brien--; DROP",
  'tab\tand tab',
  'AKIAIOSFODNN7EXAMPLE/k=',
  'correct horse battery staple',
  'Xy7!kQ_2.-~*z',
  '\\u0041\\x42 raw',
  '902817364501',
  '${process.env.HOME}',
  'c2VjcmV0LXRva2Vu',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  'Zażółć gęślą jaźń',
  'na\u00efve-Cafe\u0301',
  '-----BEGIN KEY-----\nMIIabcdefg12345\n-----END KEY-----',
  '\\"\\n&#38;%2541',
];

const ALPHABETS: readonly string[] = [
  'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789',
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~aZ09',
  'aZ09&<>"\'()!~\\%+ é/=#?;:@[]{}|^`$_-',
  '0123456789abcdef',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  'äöüßéèñçøåæœłżğşıőűřčů',
  '東京都大阪府日本語漢字',
  'абвгдежзийклмнопрстуфхцчшщ',
  'αβγδεζηθικλμνξοπρστυφχψω',
  '😀😃🚀🔑🏳👩‍💻❤✅',
  'a\u0301e\u0308o\u0302n\u0303c\u0327',
  '%&\\41x26u0',
];
const LENGTHS = [6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 128] as const;
/** One of so many is as long as a private key. */
const LONG_EVERY = 50;
const LONG_LENGTH = 4_096;

/** So many random passwords of many alphabets and lengths, the same for a seed. */
export function randomPasswords(count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  function below(limit: number): number {
    return Math.floor(random() * limit);
  }

  return Array.from({ length: count }, (_, index) => {
    const letters = Array.from(ALPHABETS[below(ALPHABETS.length)] ?? '');
    const length =
      index % LONG_EVERY === LONG_EVERY - 1 ? LONG_LENGTH : (LENGTHS[below(LENGTHS.length)] ?? 8);
    const text = Array.from({ length: length - 1 }, () => letters[below(letters.length)] ?? 'x');

    // White space at the ends is cut where it is stored; a letter keeps it from being a number.
    return `${text.join('').trim()}k`;
  });
}
