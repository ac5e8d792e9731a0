import type { AttemptProgress, AttemptResult } from '../journey/attempt.ts';
import type { Redactor } from '../record/redact.ts';

/**
 * Fields that no journey and no page can write a secret into: words of closed lists, versions and
 * addresses that the platform reads itself, and paths that it opens files by. A secret that happens
 * to equal such a word ("http", "failed") must not change it.
 */
const CLOSED_FIELDS: ReadonlySet<string> = new Set([
  'kind',
  'outcome',
  'cause',
  'level',
  'connection',
  'resourceType',
  'from',
  'path',
  'file',
  'remoteAddress',
  'address',
  'by',
  'setting',
  'protocol',
  'validTo',
  'cache',
  'malformed',
  'instrument',
]);

/** Lists whose texts follow one another: a secret may be divided among several of them. */
const STREAMS: ReadonlySet<string> = new Set(['log', 'console', 'pageErrors']);

/**
 * The boundary for secrets: everything that a worker reports of an attempt passes through here before
 * anything else sees it, and so before it is stored, sent or printed. Replaces secrets in every text
 * but those of {@link CLOSED_FIELDS}, at any depth: a field that is added later is redacted without
 * being listed. Texts that leave a worker by another way (files of evidence), or that are cut to a
 * length there, are redacted where they are written, by the same rules.
 */
export function redactRun<T extends AttemptResult | AttemptProgress>(
  report: T,
  { groups }: Pick<Redactor, 'groups'>,
): T {
  const found = textsOf(report);
  const redacted = groups(found).flat();
  let next = 0;

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts become texts, the rest stays
  return withTexts(report, () => redacted[next++] ?? '') as T;
}

/** The texts of a value in the order of {@link withTexts}; each alone, but those of streams. */
function textsOf(value: unknown): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let stream: string[] | null = null;
  withTexts(
    value,
    (text) => {
      if (stream === null) groups.push([text]);
      else stream.push(text);

      return text;
    },
    (isStream) => {
      stream = isStream ? [] : null;
      if (stream !== null) groups.push(stream);
    },
  );

  return groups;
}

/**
 * A copy of a value with other texts. The texts of the entries of a stream come first, then the other
 * texts of these entries, such as sources.
 */
function withTexts(
  value: unknown,
  replace: (text: string) => string,
  onStream: (isOpen: boolean) => void = () => undefined,
): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((each) => withTexts(each, replace, onStream));
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (CLOSED_FIELDS.has(key)) return [key, field];
      if (!STREAMS.has(key) || !Array.isArray(field)) {
        return [key, withTexts(field, replace, onStream)];
      }
      onStream(true);
      const lines: readonly unknown[] = field.map((line) => withLineText(line, replace));
      onStream(false);

      return [key, lines.map((line) => withLineSource(line, replace, onStream))];
    }),
  );
}

function withLineText(line: unknown, replace: (text: string) => string): unknown {
  if (typeof line === 'string') return replace(line);
  if (!isLine(line)) return line;

  return { ...line, text: replace(line.text) };
}

function withLineSource(
  line: unknown,
  replace: (text: string) => string,
  onStream: (isOpen: boolean) => void,
): unknown {
  if (!isLine(line)) return typeof line === 'string' ? line : withTexts(line, replace, onStream);
  const { text, ...rest } = line;
  const other = withTexts(rest, replace, onStream);

  // In the order of the line's own fields.
  return typeof other === 'object' ? { ...line, ...other, text } : line;
}

function isLine(line: unknown): line is { readonly text: string } {
  return (
    typeof line === 'object' && line !== null && 'text' in line && typeof line.text === 'string'
  );
}
