import { canonicalInstant } from '../store/instant.ts';
import type { Annotation } from '../record/annotation.ts';

/** The longest text of an annotation, in characters. */
export const MAX_ANNOTATION = 500;

/** An annotation as it is stored: written by Waywiser, or by hand. */
export interface AnnotationItem {
  /** The instant, then `#` and a suffix that makes the key unique. */
  readonly sk: unknown;
  readonly text: unknown;
  readonly kind: unknown;
  readonly by: unknown;
}

/**
 * The annotation in its normal form: the instant in UTC, the text trimmed. Throws a RangeError for an
 * invalid instant, an empty text, and one that is too long.
 */
export function checkedAnnotation(annotation: Annotation): Annotation {
  const text = annotation.text.trim();
  const { length } = Array.from(text);
  if (length === 0 || length > MAX_ANNOTATION) {
    throw new RangeError(
      `Cannot keep a note of ${length} characters; expected 1 to ${MAX_ANNOTATION}`,
    );
  }

  return { ...annotation, at: canonicalInstant(annotation.at), text };
}

/**
 * Reads an item. An item that was written by hand may lack `kind` (then it is a note) and `by`, and its
 * text may be too long: it is cut. Throws an Error for an item without an instant or a text.
 */
export function readAnnotation(item: AnnotationItem, journey: string): Annotation {
  const { sk, text, kind, by } = item;
  if (typeof text !== 'string' || text.trim() === '') {
    throw new Error(
      `Cannot read the note "${String(sk)}" of "${journey}": it has no text; correct or delete the item`,
    );
  }

  return {
    at: instantOf(String(sk), journey),
    journey,
    text: Array.from(text.trim()).slice(0, MAX_ANNOTATION).join(''),
    kind: kind === 'deploy' ? 'deploy' : 'note',
    by: typeof by === 'string' && by !== '' ? by : null,
  };
}

function instantOf(sk: string, journey: string): string {
  try {
    return canonicalInstant(sk.split('#', 1)[0] ?? sk);
  } catch (error) {
    throw new Error(
      `Cannot read the note "${sk}" of "${journey}": its key begins with no instant such as 2026-11-22T16:45:00Z; correct or delete the item`,
      { cause: error },
    );
  }
}
