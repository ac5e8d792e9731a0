import { describe, expect, it } from '@jest/globals';
import { redactor } from '../../../lib/core/record/redact.ts';
import { textStream } from '../../../lib/core/record/text-stream.ts';

const SECRET = 'p4ss-w0rd & more';

function streamOf(texts: readonly string[], maxLength = 40): readonly string[] {
  const stream = textStream(redactor([SECRET]), maxLength);

  return texts.map((text) => stream.add(text)).map((index) => stream.at(index));
}

describe('textStream()', () => {
  it('textStream() replaces a secret when it is divided among texts', () => {
    const percent = encodeURIComponent(SECRET);

    const texts = streamOf([
      'a p4s',
      's-w0rd',
      ' & more b',
      percent.slice(0, 11),
      percent.slice(11),
    ]);

    expect(texts).toEqual(['a [secret]', '[secret]', '[secret] b', '[secret]', '[secret]']);
  });

  it('textStream() cuts a text after its secrets are replaced', () => {
    expect(streamOf([`${'x'.repeat(30)}${SECRET}`, `${'x'.repeat(20_000)}${SECRET}`], 36)).toEqual([
      `${'x'.repeat(30)}[secre`,
      'x'.repeat(36),
    ]);
  });

  it('textStream() reads texts that were added after others were read', () => {
    const stream = textStream(redactor([SECRET]), 40);
    const first = stream.at(stream.add('p4ss-w'));
    const second = stream.at(stream.add('0rd & more'));

    expect([first, second, stream.at(0)]).toEqual(['p4ss-w', '[secret]', '[secret]']);
  });
});
