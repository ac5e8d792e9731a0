import { ImportProblem, placeIn, type Source } from '../read-source.ts';

/** A word of a command line: plain text and shell variables. */
export interface ShellWord {
  /** Strings, and `{ variable }` for each shell variable, in order. */
  readonly parts: readonly (string | { readonly variable: string })[];
  /** Offset of its first character in the source. */
  readonly offset: number;
  /** Whether it is an operator that ends a command: `;`, `|`, `&&`, or a line break. */
  readonly isEnd: boolean;
}

interface Reading {
  readonly source: Source;
  at: number;
}

const ENDS = /^(?:\n|;|&&?|\|\|?)/;
const ANSI_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  f: '\f',
  v: '\v',
};

/** Splits a command line into words by the rules of a POSIX shell, with bash's `$'…'`. */
export function shellWords(source: Source): readonly ShellWord[] {
  const { text } = source;
  const reading: Reading = { source, at: 0 };
  const words: ShellWord[] = [];
  while (reading.at < text.length) {
    const rest = text.slice(reading.at);
    const gap = /^(?:[^\S\n]|\\\r?\n|\^\r?\n)+/.exec(rest)?.[0];
    const end = ENDS.exec(rest)?.[0];
    if (gap !== undefined) {
      reading.at += gap.length;
    } else if (rest.startsWith('#')) {
      reading.at += rest.indexOf('\n') === -1 ? rest.length : rest.indexOf('\n');
    } else if (end !== undefined) {
      words.push({ parts: [end], offset: reading.at, isEnd: true });
      reading.at += end.length;
    } else {
      words.push(readWord(reading));
    }
  }

  return words;
}

function readWord(reading: Reading): ShellWord {
  const { text } = reading.source;
  const offset = reading.at;
  const parts: (string | { readonly variable: string })[] = [];
  while (reading.at < text.length && !/[\s;|&]/.test(text[reading.at] ?? '')) {
    parts.push(...readPiece(reading));
  }

  return { parts: joined(parts), offset, isEnd: false };
}

function readPiece(reading: Reading): ShellWord['parts'] {
  const { text } = reading.source;
  const rest = text.slice(reading.at);
  if (rest.startsWith("$'")) return [ansiQuoted(reading)];
  if (rest.startsWith("'")) return [singleQuoted(reading)];
  if (rest.startsWith('"')) return doubleQuoted(reading);
  const variable = variableAt(reading);
  if (variable !== null) return [variable];
  const isEscape = rest.startsWith('\\');
  reading.at += isEscape ? 2 : 1;
  if (isEscape) return [/^\\\r?\n/.test(rest) ? '' : (rest[1] ?? '')];

  return [rest[0] ?? ''];
}

function variableAt(reading: Reading): { readonly variable: string } | null {
  const rest = reading.source.text.slice(reading.at);
  const found = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest);
  if (found === null) return null;
  reading.at += found[0].length;

  return { variable: found[1] ?? found[2] ?? '' };
}

function singleQuoted(reading: Reading): string {
  const { text } = reading.source;
  const end = text.indexOf("'", reading.at + 1);
  if (end === -1) throw unclosed(reading);
  const value = text.slice(reading.at + 1, end);
  reading.at = end + 1;

  return value;
}

function doubleQuoted(reading: Reading): ShellWord['parts'] {
  const { text } = reading.source;
  const start = reading.at;
  const parts: (string | { readonly variable: string })[] = [];
  reading.at += 1;
  while (text[reading.at] !== '"') {
    if (reading.at >= text.length) throw unclosed({ ...reading, at: start });
    const variable = variableAt(reading);
    if (variable !== null) {
      parts.push(variable);
      continue;
    }
    const escaped = /^\\(?:([\\"$`])|\r?\n)/.exec(text.slice(reading.at));
    parts.push(escaped === null ? (text[reading.at] ?? '') : (escaped[1] ?? ''));
    reading.at += escaped?.[0].length ?? 1;
  }
  reading.at += 1;

  return parts;
}

/** Bash's `$'…'`, as "Copy as cURL" writes bodies with quotes and line ends. */
function ansiQuoted(reading: Reading): string {
  const { text } = reading.source;
  const start = reading.at;
  let value = '';
  reading.at += 2;
  while (text[reading.at] !== "'") {
    if (reading.at >= text.length) throw unclosed({ ...reading, at: start });
    const escape =
      /^\\(?:u([\da-f]{1,4})|U([\da-f]{1,8})|x([\da-f]{1,2})|([0-7]{1,3})|([^]))/i.exec(
        text.slice(reading.at),
      );
    value += escape === null ? (text[reading.at] ?? '') : unescaped(escape);
    reading.at += escape?.[0].length ?? 1;
  }
  reading.at += 1;

  return value;
}

function unescaped([, short, long, hex, octal, letter = '']: RegExpExecArray): string {
  const code = short ?? long ?? hex;
  if (code !== undefined) return fromCode(Number.parseInt(code, 16));
  if (octal !== undefined) return fromCode(Number.parseInt(octal, 8));

  return ANSI_ESCAPES[letter] ?? letter;
}

function fromCode(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}

function unclosed({ source, at }: Reading): ImportProblem {
  const place = placeIn(source.label, source.text, at);

  return new ImportProblem(`Cannot read ${place}: this quote is never closed`);
}

function joined(parts: ShellWord['parts']): ShellWord['parts'] {
  const result: (string | { readonly variable: string })[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string')
      result[result.length - 1] = last + part;
    else result.push(part);
  }

  return result;
}
