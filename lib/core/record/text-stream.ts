import type { Redactor } from './redact.ts';

/** Longer texts are redacted when they come: nothing is kept as long as a page likes. */
const MAX_RAW = 16_384;

/** Texts that follow one another, such as the lines of a log. */
export interface TextStream {
  /** Returns the index of the text. */
  add(text: string): number;
  /** The text at an index, without secrets, and cut. */
  at(index: number): string;
}

/**
 * Keeps texts until they are read, and redacts them together: a secret that is divided among several
 * is replaced too. They are cut afterwards: half a secret could not be found.
 */
export function textStream(redactor: Redactor, maxLength: number): TextStream {
  const raw: string[] = [];
  let redacted: readonly string[] = [];

  return {
    add: (text) => raw.push(text.length > MAX_RAW ? redactor(text).slice(0, maxLength) : text) - 1,
    at: (index) => {
      if (redacted.length < raw.length) redacted = redactor.groups([[...raw]])[0] ?? [];

      return redacted[index]?.slice(0, maxLength) ?? '';
    },
  };
}
