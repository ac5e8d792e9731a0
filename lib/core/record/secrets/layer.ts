/** How the characters of a piece relate to those of the text that it was decoded from. */
export const PIECE = { copied: 0, base64: -1, hex: -2 } as const;

/**
 * A text that was decoded from another one, with the way back. Its pieces are copied, decoded
 * character by character (Base64, hexadecimal digits), or one unit that stands for several characters.
 */
export interface Layer {
  readonly text: string;
  /** The text that this one was decoded from; null: it is the original. */
  readonly parent: Layer | null;
  /** Start of each piece in this text, ascending. */
  readonly at: readonly number[];
  /** Start of each piece in the parent's text. */
  readonly from: readonly number[];
  /** Of each piece: one of {@link PIECE}, or the length of the unit in the parent's text. */
  readonly kind: readonly number[];
}

/** A range of a text: from `start`, up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The layer of a text as it is. */
export function originalLayer(text: string): Layer {
  return { text, parent: null, at: [], from: [], kind: [] };
}

/** The range of the original text that a range of a layer was decoded from. */
export function originalSpan(layer: Layer, span: Span): Span {
  let { start, end } = span;
  for (let each = layer; each.parent !== null; each = each.parent) {
    start = parentStart(each, start);
    end = parentEnd(each, end - 1);
  }

  return { start, end };
}

/** Whether a range of a decoded layer holds more than copied characters. */
export function isDecoded(layer: Layer, { start, end }: Span): boolean {
  if (layer.parent === null) return true;
  for (let piece = pieceAt(layer, start); (layer.at[piece] ?? end) < end; piece += 1) {
    if (layer.kind[piece] !== PIECE.copied) return true;
  }

  return false;
}

function parentStart(layer: Layer, index: number): number {
  const piece = pieceAt(layer, index);
  const offset = index - (layer.at[piece] ?? 0);
  const from = layer.from[piece] ?? 0;
  const kind = layer.kind[piece] ?? 0;
  switch (kind) {
    case PIECE.copied:
      return from + offset;
    case PIECE.base64:
      return from + Math.floor((offset * 4) / 3);
    case PIECE.hex:
      return from + offset * 2;
    default:
      return from;
  }
}

/** The end of the source of the character at `index`. */
function parentEnd(layer: Layer, index: number): number {
  const piece = pieceAt(layer, index);
  const offset = index - (layer.at[piece] ?? 0) + 1;
  const from = layer.from[piece] ?? 0;
  const kind = layer.kind[piece] ?? 0;
  switch (kind) {
    case PIECE.copied:
      return from + offset;
    case PIECE.base64:
      return from + Math.ceil((offset * 4) / 3);
    case PIECE.hex:
      return from + offset * 2;
    default:
      return from + kind;
  }
}

/** The last piece that starts at or before an index; a unit without characters is passed over. */
function pieceAt({ at }: Layer, index: number): number {
  let low = 0;
  let high = at.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }

  return low;
}

/** Stands between pieces that were not adjacent: no secret and no encoding contains it. */
export const BREAK = '\u0000';

/** Builds a decoded layer from left to right. */
export class LayerBuilder {
  readonly #parent: Layer;
  readonly #parts: string[] = [];
  readonly #at: number[] = [];
  readonly #from: number[] = [];
  readonly #kind: number[] = [];
  #length = 0;

  constructor(parent: Layer) {
    this.#parent = parent;
  }

  /** Appends characters of the parent as they are. */
  copy(start: number, end: number): void {
    if (end > start) this.add(this.#parent.text.slice(start, end), start, PIECE.copied);
  }

  /** Appends a decoded text; `kind` as in {@link Layer}. */
  add(text: string, from: number, kind: number): void {
    this.#at.push(this.#length);
    this.#from.push(from);
    this.#kind.push(kind);
    this.#parts.push(text);
    this.#length += text.length;
  }

  /** Appends a break before text that was not adjacent. No piece: nothing that is found holds it. */
  break(): void {
    if (this.#length === 0) return;
    this.#parts.push(BREAK);
    this.#length += BREAK.length;
  }

  layer(): Layer {
    return {
      text: this.#parts.join(''),
      parent: this.#parent,
      at: this.#at,
      from: this.#from,
      kind: this.#kind,
    };
  }
}
