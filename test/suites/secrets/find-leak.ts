/**
 * Decodes texts by means of Node and of its own, none of the product's, to find what a reader with
 * some patience would find in them.
 */
type Decoder = (text: string) => string;

function bytesOf(hex: string): string {
  return Buffer.from(hex, 'hex').toString('utf8');
}

function codePoint(point: number): string {
  return point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
}

const NAMES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** All readings of the runs of a pattern, from each of its first characters on. */
function runs(text: string, pattern: RegExp, read: (run: string) => readonly string[]): string {
  return (text.match(pattern) ?? []).flatMap(read).join('\n');
}

const DECODERS: readonly Decoder[] = [
  (text) => text.replaceAll(/(?:%[\da-f]{2})+/gi, (found) => bytesOf(found.replaceAll('%', ''))),
  (text) =>
    text
      .replaceAll(/&#(\d+);/g, (_, digits: string) => codePoint(Number(digits)))
      .replaceAll(/&#x([\da-f]+);/gi, (_, digits: string) => codePoint(Number.parseInt(digits, 16)))
      .replaceAll(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => NAMES[name] ?? ''),
  (text) =>
    text
      .replaceAll(/\\u\{([\da-f]+)\}/gi, (_, digits: string) =>
        codePoint(Number.parseInt(digits, 16)),
      )
      .replaceAll(/\\x([\da-f]{2})/gi, '\\u00$1')
      .replaceAll(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g, (found) => String(JSON.parse(`"${found}"`)))
      .replaceAll(/\\([`$'])/g, '$1'),
  (text) =>
    text.replaceAll(/\\([\da-f]{1,6}) /gi, (_, digits: string) =>
      codePoint(Number.parseInt(digits, 16)),
    ),
  (text) =>
    runs(text, /[\w+/-]{6,}(?:\n[\w+/-]+)*/g, (run) =>
      [0, 1, 2, 3].flatMap((skipped) => {
        const bytes = Buffer.from(run.replaceAll('\n', '').slice(skipped), 'base64');

        return [bytes.toString('utf8'), bytes.toString('utf16le')];
      }),
    ),
  (text) =>
    runs(text, /[\da-f]{8,}/gi, (run) => [
      bytesOf(run.slice(0, run.length & ~1)),
      bytesOf(run.slice(1)),
    ]),
  (text) =>
    text
      .replaceAll('=\r\n', '')
      .replaceAll(/(?:=[\dA-F]{2})+/g, (found) => bytesOf(found.replaceAll('=', ''))),
  (text) => text.replaceAll('+', ' '),
  (text) => text.replaceAll(/<[^<>]*>/g, ''),
  (text) => text.replaceAll('""', '"'),
];

/** Share of a secret's characters that are a leak when they are seen in one piece. */
const LEAKED_SHARE = 0.6;
const MIN_LEAKED = 5;

/** Parts of a secret that must not be seen. */
function partsOf(secret: string): readonly string[] {
  const text = secret.normalize('NFC');
  const length = Math.min(text.length, Math.max(MIN_LEAKED, Math.ceil(text.length * LEAKED_SHARE)));
  const step = Math.max(1, Math.floor((text.length - length) / 20));
  const starts = Array.from(
    { length: Math.floor((text.length - length) / step) + 1 },
    (_, at) => at * step,
  );

  return [...new Set(starts.map((start) => text.slice(start, start + length)))];
}

/**
 * What is seen of a secret in a text: a part of it, or null. Undoes up to `depth` encodings in every
 * order.
 */
export function findLeak(text: string, secret: string, depth = 4): string | null {
  const parts = partsOf(secret);
  const known = new Set([text]);
  let layer = [text];
  for (let undone = 0; ; undone += 1) {
    for (const each of layer) {
      const leaked = parts.find((part) => each.normalize('NFC').includes(part));
      if (leaked !== undefined) return leaked;
    }
    if (undone === depth) return null;
    layer = layer.flatMap((each) => DECODERS.map((decode) => decode(each)));
    layer = [...new Set(layer)].filter((each) => !known.has(each) && each.length >= MIN_LEAKED);
    for (const each of layer) known.add(each);
  }
}
