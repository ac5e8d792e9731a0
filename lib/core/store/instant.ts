const ISO_INSTANT =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(?:\.(\d{3}))?Z$/;
const LAST_YEAR = 9999;

/**
 * Converts an ISO 8601 instant with a zone to one fixed form (UTC, milliseconds), which sorts as text
 * in order of time. Throws a RangeError for anything else.
 */
export function canonicalInstant(text: string): string {
  const epochMs = ISO_INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  const instant = new Date(epochMs);
  const year = instant.getUTCFullYear();
  if (!(year >= 0 && year <= LAST_YEAR)) {
    throw new RangeError(
      `Cannot read instant "${text}"; expected ISO 8601 with a zone, such as 2026-11-22T16:45:00Z`,
    );
  }

  return instant.toISOString();
}

/** The instant in a text, as {@link canonicalInstant} writes it; null where the text is none. */
export function instantIn(text: string): string | null {
  try {
    return canonicalInstant(text);
  } catch {
    // The caller has another source, or says what is wrong in words of its own.
    return null;
  }
}

/** An instant without separators, such as `20261122T164500Z`; milliseconds only where there are any. */
export function compactInstant(text: string): string {
  return canonicalInstant(text).replaceAll(/[-:]/g, '').replace('.000Z', 'Z');
}

/** The opposite of {@link compactInstant}; null where the text is no such instant. */
export function expandInstant(compact: string): string | null {
  const parts = COMPACT.exec(compact);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, ms = '000'] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
  const instant = new Date(iso);

  // 30 February parses as a day in March, so the result is compared with the input.
  return Number.isNaN(instant.getTime()) || instant.toISOString() !== iso ? null : iso;
}
