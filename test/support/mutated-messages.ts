import * as fc from 'fast-check';
import { encodeFrame } from '../../lib/runner/wire/frames.ts';
import { fullAttemptResult } from './full-attempt-result.ts';

/** The id of the attempt that all messages are about. */
export const ATTEMPT_ID = '00112233445566778899aabbccddeeff';

/** Every message that a worker sends in an attempt, in their order. */
const CONVERSATION: readonly unknown[] = [
  { kind: 'ready' },
  { kind: 'browser', attemptId: ATTEMPT_ID, pids: [123_456], mode: 'multi-process' },
  about({ kind: 'body-started' }),
  about({
    kind: 'step-started',
    name: 'open',
    parent: null,
    startMs: 0,
    at: { file: 'a.ts', line: 1, column: 1 },
  }),
  about({ kind: 'step-ended', step: fullAttemptResult().steps[0] }),
  about({
    kind: 'body-ended',
    result: { outcome: 'passed', cause: null, error: null, durationMs: 1, checks: 1 },
  }),
  { kind: 'done', attemptId: ATTEMPT_ID, result: fullAttemptResult(), clean: true },
];

function about(progress: object): unknown {
  return { kind: 'progress', attemptId: ATTEMPT_ID, progress };
}

/** Values of another type, size or depth than any field has. */
const INTRUDERS: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.5,
  2 ** 53,
  '',
  '__proto__',
  'constructor',
  '\u0000\uD800',
  'x'.repeat(40_000),
  [],
  {},
  [[[[]]]],
  { kind: 'ready' },
  Array.from({ length: 20_000 }, () => 0),
  JSON.parse('{"__proto__":{"kind":"done"},"constructor":{"prototype":{}}}'),
];

/** A change of one message's JSON, before it is encoded: a field is replaced, added or removed. */
const changedFields = fc.record({
  place: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 5 }),
  intruder: fc.oneof(fc.constantFrom(...INTRUDERS), fc.jsonValue({ maxDepth: 3 })),
  way: fc.constantFrom('replace', 'add', 'remove'),
});

/** A change of the encoded bytes. */
const changedBytes = fc.record({
  way: fc.constantFrom('flip', 'cut', 'insert', 'repeat', 'length', 'nest'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
});

/** The bytes of a worker's messages, with at least one change; `cuts` divides them into chunks. */
export const mutatedConversation: fc.Arbitrary<Buffer> = fc
  .record({
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
    inOrder: fc.boolean(),
    fields: fc.array(changedFields, { maxLength: 3 }),
    bytes: fc.array(changedBytes, { maxLength: 3 }),
  })
  .map(({ order, inOrder, fields, bytes }) => {
    const indices = inOrder ? order.toSorted((a, b) => a - b) : order;
    const messages: readonly unknown[] = indices.map((index) =>
      structuredClone(CONVERSATION[index]),
    );
    for (const [index, change] of fields.entries()) {
      changeField(messages[index % messages.length], change);
    }

    return bytes.reduce<Buffer>(changeBytes, Buffer.concat(messages.map(encodeFrame)));
  });

function changeField(
  message: unknown,
  { place, intruder, way }: { place: readonly number[]; intruder: unknown; way: string },
): void {
  let parent: unknown = message;
  for (const step of place.slice(1)) {
    const child = childOf(parent, step);
    if (typeof child !== 'object' || child === null) break;
    parent = child;
  }
  if (typeof parent !== 'object' || parent === null) return;
  const keys = Object.keys(parent);
  const key = keys[(place[0] ?? 0) % Math.max(1, keys.length)] ?? 'kind';
  if (way === 'remove') Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, way === 'add' ? `${key}2` : key, structuredClone(intruder));
}

function childOf(parent: unknown, step: number): unknown {
  const children: readonly unknown[] =
    typeof parent === 'object' && parent !== null ? Object.values(parent) : [];

  return children[step % Math.max(1, children.length)];
}

interface Cut {
  readonly stream: Buffer;
  readonly before: Buffer;
  readonly after: Buffer;
  readonly bytes: Uint8Array;
}

const BYTE_CHANGES: Readonly<Record<string, (cut: Cut) => Buffer>> = {
  flip: ({ before, after, bytes: [first = 1] }) => {
    const copy = Buffer.from(after);
    if (copy.length > 0) copy[0] = (copy[0] ?? 0) ^ (1 << (first % 8));

    return Buffer.concat([before, copy]);
  },
  cut: ({ before }) => before,
  insert: ({ before, bytes, after }) => Buffer.concat([before, bytes, after]),
  repeat: ({ stream, after }) => Buffer.concat([stream, after]),
  nest: ({ stream, bytes: [first = 1] }) => {
    return Buffer.concat([stream, framed(nested(1_000 * first))]);
  },
  // A wrong length: 4 GB, or too small.
  length: ({ stream, bytes: [first = 1] }) => {
    const copy = Buffer.from(stream);
    if (copy.length >= 4) copy.writeUInt32BE(first % 2 === 0 ? 0xff_ff_ff_ff : first * 8);

    return copy;
  },
};

function changeBytes(
  stream: Buffer,
  { way, at, bytes }: { way: string; at: number; bytes: Uint8Array },
): Buffer {
  const index = Math.floor(at * stream.length);
  const [before, after] = [stream.subarray(0, index), stream.subarray(index)];

  return BYTE_CHANGES[way]?.({ stream, before, after, bytes }) ?? stream;
}

function nested(depth: number): string {
  return `${'{"kind":['.repeat(depth)}${']}'.repeat(depth)}`;
}

function framed(json: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(Buffer.byteLength(json));

  return Buffer.concat([head, Buffer.from(json)]);
}
