import {
  call,
  chained,
  type Entry,
  type Expression,
  literal,
  object,
  reference,
  text,
} from './expression.ts';
import { isRecord } from './read-source.ts';

/** Most fields of a response that a journey checks; more make it brittle. */
const MAX_FIELDS = 5;

/** `expect(subject)` with a matcher. */
export function expects(
  subject: Expression,
  matcher: string,
  ...args: readonly Expression[]
): Expression {
  return chained(call('expect', subject), matcher, ...args);
}

/** Any value of a type: `expect.any(String)`. */
export function anyOf(type: string): Expression {
  return call('expect.any', reference(type));
}

/** Expected value of a field of a response; null: only its type is known. */
type Known = (key: string, value: string | number | boolean) => Expression | null;

/**
 * A check of a JSON response: the values that `known` gives, and for other fields their
 * type; null where there is nothing to check.
 */
export function jsonCheck(subject: Expression, json: unknown, known: Known): Expression | null {
  if (Array.isArray(json)) {
    return json.length === 0
      ? expects(subject, 'toEqual', anyOf('Array'))
      : chained(expectNot(subject), 'toHaveLength', literal('0'));
  }
  if (!isRecord(json)) return null;
  const fields = Object.entries(json).flatMap(([key, value]): readonly Entry[] => {
    const expected = fieldCheck(key, value, known);

    return expected === null ? [] : [[key, expected]];
  });

  return fields.length === 0
    ? null
    : expects(subject, 'toMatchObject', object(fields.slice(0, MAX_FIELDS)));
}

function expectNot(subject: Expression): Expression {
  const expected = call('expect', subject);
  if (expected.kind !== 'chain') return expected;

  return { ...expected, links: [...expected.links, { name: 'not', args: null }] };
}

function fieldCheck(key: string, value: unknown, known: Known): Expression | null {
  if (typeof value === 'string') return known(key, value) ?? anyOf('String');
  if (typeof value === 'number') return known(key, value) ?? anyOf('Number');
  if (typeof value === 'boolean') return known(key, value) ?? anyOf('Boolean');
  if (Array.isArray(value)) return anyOf('Array');

  return isRecord(value) ? anyOf('Object') : null;
}

/** A check of a page: its first heading, else its title; null: it has neither in plain text. */
export function htmlCheck(subject: Expression, html: string): Expression | null {
  const found = [/<h1\b[^<>]*>([^<&]+)<\/h1>/i, /<title\b[^<>]*>([^<&]+)<\/title>/i]
    .map((pattern) => pattern.exec(html))
    .find((match) => match !== null && match[1]?.trim() !== '');
  if (found === undefined || found === null) return null;
  // With its tags: the text alone may also occur in a menu.
  const [whole, inner = ''] = found;
  const words = inner.trim();
  const isBare = /^<\w+>\S/.test(whole) && /\S<\/\w+>$/.test(whole) && whole.length <= 80;

  return expects(subject, 'toContain', text(isBare ? whole : words));
}
