import { secretTexts } from './secrets/secret-forms.ts';
import { secretNeedles } from './secrets/secret-needles.ts';
import { BREAK, type Span } from './secrets/layer.ts';
import { mergedSpans, type SecretSpans, secretSpans } from './secrets/secret-spans.ts';

/** Replaces each secret in a text. */
const REDACTED = '[secret]';

/** Replaces every secret in a text. */
export type Redact = (text: string) => string;

/** Replaces the secrets of a run. */
export interface Redactor extends Redact {
  /** The parts of a text that hold a secret: in order, without overlaps. */
  readonly spans: SecretSpans;
  /**
   * Replaces secrets in many texts at once. The texts of a group follow one another, such as the lines
   * of a log: a secret that is divided among them is replaced too.
   */
  readonly groups: (groups: readonly (readonly string[])[]) => readonly (readonly string[])[];
}

/**
 * Returns a function that replaces secrets in a text: every given value, and every text and number in
 * values that are JSON objects, but for values that are too common to be hidden (`commonReason()`); and
 * the user names and passwords in addresses.
 * A secret is found in every encoding that {@link secretSpans} undoes, alone or within one another.
 * To redact a text twice changes nothing.
 */
export function redactor(values: readonly string[]): Redactor {
  const texts = secretTexts(values);
  let find: SecretSpans | null = null;

  function spans(text: string): readonly Span[] {
    const credentials = urlCredentials(text);
    if (texts.length === 0 || text === '') return credentials;
    find ??= finderOf(texts);
    const found = outsideMarks(text, find(text));

    return credentials.length === 0 ? found : mergedSpans([...found, ...credentials]);
  }

  return Object.assign((text: string) => replaced(text, spans(text)), {
    spans,
    groups: (groups: readonly (readonly string[])[]) => redactGroups(groups, spans),
  });
}

/** A redactor of secrets that become more while it is used. */
export function liveRedactor(values: () => readonly string[]): Redactor {
  let count = -1;
  let current = redactor([]);

  function latest(): Redactor {
    const known = values();
    if (known.length !== count) current = redactor(known);
    count = known.length;

    return current;
  }

  return Object.assign((text: string) => latest()(text), {
    spans: (text: string) => latest().spans(text),
    groups: (groups: readonly (readonly string[])[]) => latest().groups(groups),
  });
}

/** The finder that was made last: several parts of a worker search for the same secrets, run after run. */
let recent: { readonly key: string; readonly find: SecretSpans } | null = null;

function finderOf(texts: readonly string[]): SecretSpans {
  const key = texts.join(BREAK);
  if (recent?.key !== key) recent = { key, find: secretSpans(secretNeedles(texts)) };

  return recent.find;
}

/**
 * `https://user:password@host`: whose password it is does not matter. The last `@` before the path ends it, as in
 * URLs (https://url.spec.whatwg.org/#authority-state).
 */
const CREDENTIALS = /(?<=\/\/)[^\s/?#"'<>@\\:[\]]*:[^\s/?#"\\]+(?=@[\w[%.-])/g;

function urlCredentials(text: string): readonly Span[] {
  if (!text.includes('@')) return [];

  return [...text.matchAll(CREDENTIALS)].map(({ 0: found, index: start }) => ({
    start,
    end: start + found.length,
  }));
}

function replaced(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const kept = spans.map(({ start }, index) => text.slice(spans[index - 1]?.end ?? 0, start));

  return [...kept, text.slice(spans.at(-1)?.end ?? 0)].join(REDACTED);
}

/** A secret such as "secret" must not be found within a mark. */
function outsideMarks(text: string, spans: readonly Span[]): readonly Span[] {
  if (spans.length === 0 || !text.includes(REDACTED)) return spans;

  return spans.filter(({ start, end }) => {
    const mark = text.lastIndexOf(REDACTED, start);

    return mark < 0 || end > mark + REDACTED.length;
  });
}

function redactGroups(
  groups: readonly (readonly string[])[],
  find: SecretSpans,
): readonly (readonly string[])[] {
  const joined = groups.map((texts) => texts.join('')).join(BREAK);
  const spans = find(joined);
  if (spans.length === 0) return groups;
  let at = 0;
  let next = 0;

  return groups.map((texts) => {
    const redacted = texts.map((text) => {
      const start = at;
      at += text.length;
      while ((spans[next]?.end ?? joined.length + 1) <= start) next += 1;

      return replaced(text, within(spans.slice(next), { start, end: at }));
    });
    at += BREAK.length;

    return redacted;
  });
}

/** The parts of spans within a range, from its start on. */
function within(spans: readonly Span[], { start, end }: Span): readonly Span[] {
  const last = spans.findIndex((span) => span.start >= end);

  return spans.slice(0, last < 0 ? undefined : last).flatMap((span) => {
    const part = { start: Math.max(span.start, start), end: Math.min(span.end, end) };

    return part.start < part.end ? [{ start: part.start - start, end: part.end - start }] : [];
  });
}
