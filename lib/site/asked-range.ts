import type { PageRange } from '../core/dashboard/page-frame.ts';
import { parseDuration } from '../core/journey/duration.ts';
import { canonicalInstant } from '../core/store/instant.ts';
import { DAY_MS } from '../core/base/time.ts';
import { errorText } from '../core/base/error-text.ts';

/** The time that a page is asked about. */
export type AskedRange =
  /** Until now. */
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'between'; readonly range: PageRange };

/** What an address asks for could not be read: says what was expected. */
export class AddressProblem extends Error {
  override readonly name = 'AddressProblem';
}

/** As long as daily rollups are kept. */
const MAX_DAYS = 5 * 366;

/** The range of a query: `from` and `to`, or `last`; null: none is asked for. */
export function readRange(query: URLSearchParams): AskedRange | null {
  const [from, to, last] = ['from', 'to', 'last'].map((name) => valueOf(query, name));
  if (last !== null && last !== undefined) {
    if (from !== null || to !== null) {
      throw new AddressProblem(
        'Cannot read the range: it has both a length and an instant; expected either last, or from and to',
      );
    }

    return { kind: 'last', ms: lengthOf(last) };
  }
  if (from === null && to === null) return null;
  if (typeof from !== 'string' || typeof to !== 'string') {
    const given = from === null ? 'to' : 'from';
    throw new AddressProblem(
      `Cannot read the range: only "${given}" is given; expected from and to, such as from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z, or last=7d`,
    );
  }

  return { kind: 'between', range: rangeBetween(from, to) };
}

/** The instants that a range means now. */
export function rangeAt(asked: AskedRange, nowMs: number): PageRange {
  return asked.kind === 'between' ? asked.range : { fromMs: nowMs - asked.ms, toMs: nowMs };
}

/** The range between two instants as they are typed. */
export function rangeBetween(from: string, to: string): PageRange {
  const range = { fromMs: instantOf(from), toMs: instantOf(to) };
  if (range.fromMs >= range.toMs) {
    throw new AddressProblem(
      `Cannot read the range from "${from}" to "${to}": it ends before it begins; expected the earlier instant first`,
    );
  }
  if (range.toMs - range.fromMs > MAX_DAYS * DAY_MS) throw tooLong(`from "${from}" to "${to}"`);

  return range;
}

/** The range's instants as a query: a link that carries them is permanent. */
export function rangeQuery({ fromMs, toMs }: PageRange): string {
  return `from=${isoOf(fromMs)}&to=${isoOf(toMs)}`;
}

/** An instant as it stands in addresses. Its colons need no encoding in a query. */
export function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** What a query says of a name; an empty field of a form says nothing. */
export function valueOf(query: URLSearchParams, name: string): string | null {
  const value = query.get(name);

  return value === null || value === '' ? null : value;
}

function lengthOf(text: string): number {
  const length = parseDuration(text);
  if (length.kind === 'problem') {
    throw new AddressProblem(`Cannot read last "${text}": ${length.message}`);
  }
  if (length.ms < 1) {
    throw new AddressProblem(`Cannot read last "${text}": it is nothing; expected one such as 7d`);
  }
  if (length.ms > MAX_DAYS * DAY_MS) throw tooLong(`of the last ${text}`);

  return length.ms;
}

function instantOf(text: string): number {
  try {
    return Date.parse(canonicalInstant(withZone(text)));
  } catch (error) {
    throw new AddressProblem(errorText(error));
  }
}

/** Fields of forms have no zone: pages say beside them that they are in UTC. */
function withZone(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text;
}

function tooLong(words: string): AddressProblem {
  return new AddressProblem(
    `Cannot read the range ${words}: it is longer than anything is kept; expected at most ${MAX_DAYS} days`,
  );
}
