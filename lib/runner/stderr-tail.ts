import { StringDecoder } from 'node:string_decoder';
import type { Redactor } from '../core/record/redact.ts';

/** Characters that are read. */
const MAX_CHARACTERS = 8_192;
/** Characters that are kept before them: longer than any spelling of a usual secret. */
const OVERLAP_CHARACTERS = 65_536;

/** The end of a process's standard error. */
export interface StderrTail {
  append(chunk: Buffer): void;
  /** The last characters, with secrets replaced. */
  read(redactor: Pick<Redactor, 'spans'> & ((text: string) => string)): string;
}

/**
 * Keeps the end of a stream as it is written, and redacts it before it is cut to what is read: of a
 * secret at a cut, or in two chunks, no half is left.
 */
export function stderrTail(): StderrTail {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  let isCut = false;

  return {
    append: (chunk) => {
      kept += decoder.write(chunk);
      if (kept.length <= 2 * OVERLAP_CHARACTERS) return;
      kept = kept.slice(-OVERLAP_CHARACTERS - MAX_CHARACTERS);
      isCut = true;
    },
    read: (redactor) => {
      if (!isCut) return redactor(kept).slice(-MAX_CHARACTERS);
      // The first half may begin within a secret: it helps to find what follows, and is not shown.
      const shown = Math.max(0, kept.length - MAX_CHARACTERS);
      const begins = redactor.spans(kept).find(({ start, end }) => start < shown && shown < end);

      return redactor(kept.slice(begins?.start ?? shown));
    },
  };
}
