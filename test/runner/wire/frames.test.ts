import * as fc from 'fast-check';
import { encodeFrame, type Frame, frameDecoder } from '../../../lib/runner/wire/frames.ts';

/** Decodes a stream that arrives in chunks of the given lengths, the last of which repeats. */
function decoded(stream: Buffer, lengths: readonly number[]): readonly unknown[] {
  const decode = frameDecoder();
  const frames: Frame[] = [];
  let at = 0;
  for (let turn = 0; at < stream.length; turn += 1) {
    const length = lengths[Math.min(turn, lengths.length - 1)] ?? 1;
    frames.push(...decode(stream.subarray(at, at + length)));
    at += length;
  }

  return frames.map(({ message }) => message);
}

describe('frameDecoder()', () => {
  test('returns every message of a stream, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 20 }),
        (messages, lengths) => {
          const stream = Buffer.concat(messages.map(encodeFrame));

          expect(decoded(stream, lengths)).toEqual(
            messages.map((message) => JSON.parse(JSON.stringify(message))),
          );
        },
      ),
    );
  });

  test('returns a message of 2 MB that arrives in single bytes and chunks', () => {
    const message = { text: 'é'.repeat(1_000_000) };

    expect(decoded(encodeFrame(message), [1, 1, 1, 1, 1, 3, 65_536])).toEqual([message]);
  });

  test.each([
    { what: 'a length of 4 GB', bytes: Buffer.from('ffffffff', 'hex'), says: '4294967295 bytes' },
    { what: 'no JSON', bytes: Buffer.from('0000000161', 'hex'), says: 'not JSON' },
    { what: 'an empty message', bytes: Buffer.alloc(4), says: 'not JSON' },
  ])('throws for $what', ({ bytes, says }) => {
    const decode = frameDecoder();

    expect(() => [...decode(bytes)]).toThrow(says);
  });

  test('returns the messages before one that is wrong', () => {
    const frames = frameDecoder()(Buffer.concat([encodeFrame(1), Buffer.from('ffffffff', 'hex')]));

    expect(frames.next().value).toEqual({ message: 1, sizeBytes: 1 });
    expect(() => frames.next()).toThrow('4294967295');
  });
});
