import * as fc from 'fast-check';
import { answerReader } from '../../../lib/adapters/http/answer-reader.ts';
import { RunFailure } from '../../../lib/core/record/outcome.ts';
import { generatedAnswer } from '../../suites/hostile/answers/answer-grammar.ts';

/** What a reader finds in parts that arrive one after the other, and then the end. */
function read(parts: readonly Buffer[]): object {
  const seen: unknown[] = [];
  const body: Buffer[] = [];
  const notes = new Set<string>();
  const reader = answerReader('GET', {
    interim: (head) => seen.push(head),
    head: (head, framing) => {
      seen.push(head, framing);

      return true;
    },
    data: (bytes) => body.push(Buffer.from(bytes)),
    note: (malformation) => notes.add(malformation),
  });
  let refusal: string | null = null;
  try {
    for (const part of parts) if (!reader.isComplete()) reader.push(part);
    reader.end();
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    refusal = error.code;
  }
  // Surplus bytes that come later are not waited for.
  notes.delete('bytes-after-body');
  const bytes = refusal === null ? Buffer.concat(body).toString('latin1') : null;

  return { seen, bytes, notes: [...notes].toSorted(), refusal, isComplete: reader.isComplete() };
}

function divided(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted(
    (a, b) => a - b,
  );

  return [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
}

describe('answerReader()', () => {
  it('answerReader() finds the same however the bytes are divided', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.array(fc.nat(2000), { maxLength: 12 }), (id, cuts) => {
        const { bytes } = generatedAnswer(id);

        expect(read(divided(bytes, cuts))).toEqual(read([bytes]));
      }),
      { numRuns: 1500 },
    );
  });

  it('answerReader() finds the same byte by byte', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (id) => {
        const bytes = generatedAnswer(id).bytes.subarray(0, 3000);

        expect(read([...bytes].map((byte) => Buffer.from([byte])))).toEqual(read([bytes]));
      }),
      { numRuns: 150 },
    );
  });
});
