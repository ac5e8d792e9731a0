import { crc32c, maskedCrc } from '../../../lib/adapters/leveldb/crc32c.ts';
import { unsnappy } from '../../../lib/adapters/leveldb/snappy.ts';

// Values of RFC 3720, appendix B.4.
test.each([
  ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
  ['32 times 0xff', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['the digits', Buffer.from('123456789'), 0xe3069283],
])('crc32c() of %s is that of the standard', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

test('maskedCrc() rotates by 15 bits and adds the constant of LevelDB', () => {
  expect(maskedCrc(0)).toBe(0xa282ead8);
  expect(maskedCrc(0x8000)).toBe(0xa282ead9);
});

test('unsnappy() repeats what a copy refers to, also where it overlaps', () => {
  // Length 10; literal `ab`; copy of 8 bytes from 2 before.
  const compressed = Buffer.from([10, 1 << 2, 0x61, 0x62, ((8 - 4) << 2) | 1, 2]);

  expect(unsnappy(compressed).toString()).toBe('ababababab');
});

test.each([
  ['from before its begin', [4, 0, 0x61, ((4 - 4) << 2) | 1, 9]],
  ['more than it announces', [2, 3 << 2, 1, 2, 3, 4]],
  ['less than it announces', [9, 0, 0x61]],
])('unsnappy() throws for a block that copies %s', (_, bytes) => {
  expect(() => unsnappy(Buffer.from(bytes))).toThrow(/a block/);
});
