import { rulesOfEncodings } from './body-rules.ts';

/**
 * A kind of malformed answer of which the three clients do not make the same. The journey's client follows
 * Chromium, so most of these are curl's.
 */
export interface KnownDisagreement {
  /** The client that differs from Chromium. */
  readonly client: 'own' | 'curl';
  /** Rules of the grammar: one of them applies. */
  readonly rules: readonly string[];
  /** And one of these. */
  readonly with?: readonly string[];
  readonly reason: string;
}

const ENCODED = Object.keys(rulesOfEncodings);
const REDIRECTS = ['redirect', 'repeated location', 'empty and full location'];

/** Every disagreement that is accepted, each with its reason. */
export const KNOWN_DISAGREEMENTS: readonly KnownDisagreement[] = [
  {
    client: 'own',
    rules: ['cut in head', 'bare CR', 'CR CR LF'],
    reason:
      'Without an empty line the head never ends. Chromium gives an empty page with the headers so far, curl reports most of them. The answer is incomplete: the client fails.',
  },
  {
    client: 'own',
    rules: ['ICY'],
    reason:
      'Chromium shows an answer of Shoutcast as the body of HTTP/0.9, with its head as text; curl refuses it. Nothing of it is what a journey asked for.',
  },
  {
    client: 'own',
    rules: ['gzip with a wrong sum'],
    reason: 'Chromium does not compare the checksum. curl and the client do: the body is damaged.',
  },
  {
    client: 'own',
    rules: ['gzip twice'],
    reason:
      'A gzip body may have several members (RFC 1952). Chromium gives the first one only, curl refuses; the client decodes all.',
  },
  {
    client: 'own',
    rules: ['quoted encoding', 'empty name'],
    with: ['quoted encoding', ...ENCODED],
    reason:
      'Chromium refuses an encoding that is no token, as `"gzip"` and `gzip : a` (a line folded to the one before). For the client it is an unknown encoding.',
  },
  {
    client: 'own',
    rules: ['chunked, named only'],
    with: ['empty body', 'gzip of nothing'],
    reason:
      'Chromium takes an answer that says it is chunked and ends without any chunk; the client and curl miss the last chunk.',
  },
  {
    client: 'own',
    rules: ['raw deflate'],
    with: ['bytes after'],
    reason:
      'Chromium ignores bytes after compressed data, but not after deflate without the header of zlib.',
  },
  {
    client: 'own',
    rules: ['gzip, cut in its end'],
    with: ['bytes after'],
    reason:
      'The bytes after the body take the place of the checksum, which Chromium does not compare.',
  },
  {
    client: 'curl',
    rules: ['slop', 'long slop', 'status line'],
    reason: 'curl accepts no byte before the status line, and few other forms of it.',
  },
  {
    client: 'curl',
    rules: [
      'no colon',
      'empty name',
      'folded badly',
      'first line folded',
      'bad trailer',
      'folded blank',
    ],
    reason: 'curl refuses header lines that it cannot read; Chromium leaves them out.',
  },
  {
    client: 'curl',
    rules: ['CR in value', 'NUL in value', 'NUL in name'],
    reason:
      'For Chromium a CR ends a line and a NUL ends the answer; for curl both belong to the value, or end it.',
  },
  {
    client: 'curl',
    rules: ['blank before colon'],
    reason: 'curl takes the blank before a colon for a part of the name.',
  },
  {
    client: 'curl',
    rules: [
      'length empty',
      'length of text',
      'length hex',
      'length negative',
      'length fraction',
      'length with text',
      'length spaced',
      'length signed',
    ],
    reason:
      'Chromium ignores a length that is no number and reads to the end of the connection; curl refuses it, or reads the number that it begins with.',
  },
  {
    client: 'curl',
    rules: ['lengths differ', 'length list differs'],
    reason:
      'Chromium refuses lengths that contradict each other, which may be an attack; curl takes one of them.',
  },
  {
    client: 'curl',
    rules: [
      'different locations',
      'empty and full location',
      'empty location',
      'redirect',
      'repeated location',
    ],
    with: ['different locations', 'empty and full location', 'empty location', 'bad location'],
    reason: 'Chromium refuses locations that contradict each other; curl follows one of them.',
  },
  {
    client: 'curl',
    rules: ['redirect'],
    with: ['repeated location'],
    reason: 'Together these are locations that contradict each other: curl follows one of them.',
  },
  {
    client: 'curl',
    rules: REDIRECTS,
    with: [
      'no last chunk',
      'no empty line at the end',
      'no end of the last line',
      'cut in a chunk',
      'length too long',
      'chunk longer than its size',
      'chunk without end',
      'chunk size with sign',
      'chunk size with prefix',
      'chunk size empty',
      'chunk size no number',
      'chunk size huge',
      'space and chunk size',
      'chunk lines with CR CR LF',
      'chunked, named only',
      'gzip in name only',
      'deflate in name only',
      'br in name only',
      'unknown encoding',
      'length huge',
    ],
    reason:
      'curl reads the body of a redirect and fails with it; Chromium follows the redirect without it.',
  },
  {
    client: 'curl',
    rules: ['chunk size and tab', 'chunk size and text'],
    reason:
      'curl ignores everything behind the size of a chunk; Chromium only blanks and extensions.',
  },
  {
    client: 'curl',
    rules: ['no end of the last line', 'no empty line at the end', 'chunk lines with CR CR LF'],
    reason: 'curl accepts other ends of a chunked body than Chromium.',
  },
  {
    client: 'curl',
    rules: [
      'chunked in 1.0',
      'status line',
      'another coding',
      'chunked, before another coding',
      'chunked, after another coding',
    ],
    reason:
      'curl decodes chunked also in answers of HTTP/1.0, and refuses transfer codings that it does not know.',
  },
  {
    client: 'curl',
    rules: ['status 205'],
    reason: 'Chromium reads no body of a 205, curl does (RFC 9110 allows none).',
  },
  {
    client: 'curl',
    rules: [
      'gzip and bytes',
      'gzip and NUL',
      'deflate and bytes',
      'br and bytes',
      'gzip of nothing and bytes',
    ],
    reason: 'Chromium ignores bytes after compressed data; curl 7.88 refuses the answer.',
  },
  {
    client: 'curl',
    rules: ['bytes after'],
    with: ENCODED,
    reason:
      'Without a length, bytes after the body follow the compressed data: curl 7.88 refuses the answer, and takes a body that is no gzip for an empty one.',
  },
  {
    client: 'curl',
    rules: ['raw deflate', 'deflate in name only'],
    with: ['empty body'],
    reason: 'curl refuses raw deflate of nothing.',
  },
  {
    client: 'curl',
    rules: ['unknown encoding', 'gzip, and unknown', 'gzip and identity', 'identity and gzip'],
    reason:
      'With --compressed curl refuses unknown encodings, and decodes around `identity`. Chromium leaves the body as it is. Without --compressed, so does curl.',
  },
];

/** The entry that accounts for a disagreement of a client with Chromium; null: none. */
export function knownDisagreement(
  client: KnownDisagreement['client'],
  rules: ReadonlySet<string>,
): KnownDisagreement | null {
  return (
    KNOWN_DISAGREEMENTS.find(
      (each) =>
        // Where the client itself differs for a good reason, curl may too.
        (each.client === client || each.client === 'own') &&
        each.rules.some((rule) => rules.has(rule)) &&
        (each.with ?? each.rules).some((rule) => rules.has(rule)),
    ) ?? null
  );
}
