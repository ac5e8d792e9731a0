import { decodeRuns, minRun } from './decode-runs.ts';
import { decodeUnits, type UnitEncoding } from './decode-units.ts';
import { ESCAPE_STARTS, readEscape } from './escapes.ts';
import { type Needle, textFinder } from './find-texts.ts';
import { type Layer, originalLayer, originalSpan, type Span } from './layer.ts';
import {
  looksQuoted,
  MARKUP,
  QUOTED_PRINTABLE,
  QUOTED_VALUES,
  SNAPSHOTS,
  WRAPPED_LINES,
} from './wrappings.ts';

/** Finds the parts of a text that hold a secret in any encoding: in order, without overlaps. */
export type SecretSpans = (text: string) => readonly Span[];

/** How often each encoding is still undone. */
interface Budget {
  /** Layers of escapes: percent, entities, backslashes, bytes of UTF-8. */
  readonly escapes: number;
  /** Layers of Base64 and hexadecimal digits. */
  readonly runs: number;
  readonly quoted: number;
  readonly wrapped: number;
  readonly markup: number;
}

/** Bytes of UTF-8 take a layer of their own: twice the four encodings that are undone. */
const FULL: Budget = { escapes: 10, runs: 4, quoted: 4, wrapped: 1, markup: 1 };

const ESCAPES: UnitEncoding = { starts: ESCAPE_STARTS, read: readEscape };

/** An encoded character is at most this many times as long as itself. */
const EXPANSION = 6;
const MAX_REACH = 4_096;

/**
 * Searches a text and everything that can be decoded from it. Each layer undoes all escapes at once,
 * so that their order does not matter; a needle that holds escapes itself is to be given in its decoded
 * forms too. Layers hold what is near to something decoded only: the rest was searched before.
 */
export function secretSpans(needles: readonly Needle[]): SecretSpans {
  const find = textFinder(needles);
  const longest = needles.reduce((max, { text }) => Math.max(max, text.length), 0);
  const shortest = needles.reduce((min, { text }) => Math.min(min, text.length), longest);
  const reach = {
    around: 2 * longest + Math.min(EXPANSION * longest, MAX_REACH),
    minRun: minRun(shortest),
  };

  return (text) => {
    const spans: Span[] = [];
    search(originalLayer(text), FULL);

    return mergedSpans(spans);

    function search(layer: Layer, budget: Budget): void {
      find(layer.text, (span) => spans.push(originalSpan(layer, span)));
      for (const [child, left] of children(layer, budget, reach)) search(child, left);
    }
  };
}

/** How far a secret may be from what was decoded, and the length of the shortest run to decode. */
interface Reach {
  readonly around: number;
  readonly minRun: number;
}

function children(
  layer: Layer,
  budget: Budget,
  { around, minRun: min }: Reach,
): readonly (readonly [Layer, Budget])[] {
  const { escapes, runs, quoted, wrapped, markup } = budget;
  const found: (readonly [Layer | null, Budget])[] = [];
  if (escapes > 0) {
    found.push([decodeUnits(layer, ESCAPES, around), { ...budget, escapes: escapes - 1 }]);
  }
  if (quoted > 0 && looksQuoted(layer.text)) {
    const left = { ...budget, quoted: quoted - 1 };
    found.push([decodeUnits(layer, QUOTED_PRINTABLE, around), left]);
    found.push([decodeUnits(layer, QUOTED_VALUES, around), left]);
  }
  if (wrapped > 0) {
    found.push([decodeUnits(layer, WRAPPED_LINES, around), { ...budget, wrapped: wrapped - 1 }]);
  }
  if (markup > 0) {
    const left = { ...budget, markup: markup - 1 };
    found.push([decodeUnits(layer, MARKUP, around), left]);
    found.push([decodeUnits(layer, SNAPSHOTS, around), left]);
  }
  if (runs > 0) {
    // What was in bytes may be quoted or wrapped again.
    const inner = { ...FULL, markup, runs: runs - 1 };
    for (const each of decodeRuns(layer, min)) found.push([each, inner]);
  }

  return found.flatMap(([child, left]) => (child === null ? [] : [[child, left] as const]));
}

/** Spans in order; those that overlap or touch become one. */
export function mergedSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else joined.push(span);
  }

  return joined;
}
