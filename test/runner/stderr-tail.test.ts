import { describe, expect, it } from '@jest/globals';
import { redactor } from '../../lib/core/record/redact.ts';
import { stderrTail } from '../../lib/runner/stderr-tail.ts';

const SECRET = 'p4ss-w0rd & more, ümläut';

/** What is read of a text that was written in chunks of some bytes. */
function readIn(bytes: number, text: string): string {
  const tail = stderrTail();
  const content = Buffer.from(text);
  for (let at = 0; at < content.length; at += bytes) tail.append(content.subarray(at, at + bytes));

  return tail.read(redactor([SECRET]));
}

describe('stderrTail()', () => {
  it.each([1, 3, 7, 4096])(
    'stderrTail() redacts when chunks of %d bytes divide the secret',
    (bytes) => {
      const text = readIn(bytes, `before ${SECRET} between ${encodeURIComponent(SECRET)} after`);

      expect(text).toBe('before [secret] between [secret] after');
    },
  );

  it('stderrTail() shows no part of a secret at any place of the cut', () => {
    const line = `${SECRET}\n`.repeat(10_000);

    const shown = Array.from(SECRET, (_, moved) =>
      readIn(4096, `${line}${'x'.repeat(8_170 + moved)}`),
    );

    expect(shown.filter((text) => /p4ss|w0rd|more|ümläut/.test(text))).toEqual([]);
  });

  it('stderrTail() keeps the end when much was written', () => {
    const text = readIn(4096, `${'noise\n'.repeat(100_000)}the end`);

    expect(text).toHaveLength(8_192);
    expect(text).toMatch(/noise\nthe end$/);
  });
});
