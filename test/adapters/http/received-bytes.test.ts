import zlib from 'node:zlib';
import { receivedBytes } from '../../../lib/adapters/http/received-bytes.ts';

const MB = 1024 * 1024;
const OTHER_BYTES = Buffer.from('<!-- cached -->');
const NO_HEADER = new Error('incorrect header check');

function decodableOf(members: readonly Buffer[], maxBytes = MB) {
  const received = receivedBytes('gzip', maxBytes);
  received.add(Buffer.concat([...members, OTHER_BYTES]));

  return received.decodable(NO_HEADER);
}

describe('receivedBytes().decodable()', () => {
  it.each([1, 2, 10_000])('decodable() gives %d members without the bytes after them', (count) => {
    const members = Array.from({ length: count }, (_, index) => zlib.gzipSync(String(index)));

    const decodable = decodableOf(members);

    expect(decodable?.note).toBe('bytes-after-compression');
    expect(decodable?.bytes.equals(Buffer.concat(members))).toBe(true);
  });

  it('decodable() searches no body of more than 10,000 members', () => {
    const members = Array<Buffer>(10_001).fill(zlib.gzipSync(''));

    expect(decodableOf(members)).toBeNull();
  });

  it('decodable() decodes no more than the limit of a body, in all members together', () => {
    const bomb = zlib.gzipSync(Buffer.alloc(MB / 2));

    const decodable = decodableOf(Array<Buffer>(1_000).fill(bomb));

    expect(decodable?.bytes).toHaveLength(2 * bomb.length);
  });
});
