/** What a message must be: it has this text, matches this pattern, or is JSON with at least these fields. */
export type Expectation = string | { readonly matches: string } | { readonly json: unknown };

/** Why a text is not as expected, as a clause; null: it is. */
export function mismatch(expected: Expectation, text: string): string | null {
  if (typeof expected === 'string') return text.includes(expected) ? null : 'that is not in it';
  if ('matches' in expected) {
    return new RegExp(expected.matches, 'u').test(text) ? null : 'it does not match';
  }
  const parsed = parse(text);

  return parsed === null ? 'it is not JSON' : difference(expected.json, parsed.value, '$');
}

/** An expectation in a message. */
export function expectationText(expected: Expectation): string {
  if (typeof expected === 'string') return JSON.stringify(expected);

  return 'matches' in expected
    ? `/${expected.matches}/`
    : `JSON with ${JSON.stringify(expected.json)}`;
}

/** What is wrong with a value that should be an expectation, as a clause; null: nothing. */
export function expectationProblem(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? 'is empty' : null;
  if (typeof value !== 'object' || value === null) return 'is neither a text nor an object';
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || !FORMS.includes(entry[0])) {
    return 'is an object with other fields than one of "matches" and "json"';
  }
  const [name, inner] = entry;

  return name === 'json' || isPattern(inner)
    ? null
    : 'has a "matches" that is no regular expression';
}

const FORMS = ['matches', 'json'];

function isPattern(source: unknown): boolean {
  if (typeof source !== 'string') return false;
  try {
    new RegExp(source, 'u');

    return true;
  } catch {
    return false;
  }
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Where a value first differs from the expected part of it. Fields that are not expected do not matter. */
function difference(expected: unknown, actual: unknown, place: string): string | null {
  if (typeof expected !== 'object' || expected === null) {
    return Object.is(expected, actual) ? null : different(expected, actual, place);
  }
  const isSameKind =
    typeof actual === 'object' &&
    actual !== null &&
    Array.isArray(expected) === Array.isArray(actual);
  if (!isSameKind) return different(expected, actual, place);
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length !== actual.length) {
    return `${place} has ${actual.length} elements in place of ${expected.length}`;
  }

  return fieldDifference(expected, actual, place);
}

function fieldDifference(expected: object, actual: object, place: string): string | null {
  const found = new Map<string, unknown>(Object.entries(actual));
  for (const [name, value] of Object.entries(expected)) {
    const inner = Array.isArray(expected) ? `${place}[${name}]` : `${place}.${name}`;
    if (!found.has(name)) return `${inner} is missing`;
    const problem = difference(value, found.get(name), inner);
    if (problem !== null) return problem;
  }

  return null;
}

/** Characters of a JSON value in a message. */
const MAX_SHOWN = 60;

function different(expected: unknown, actual: unknown, place: string): string {
  return `${place} is ${shown(actual)} in place of ${shown(expected)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);

  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).toWellFormed()}…` : text;
}
