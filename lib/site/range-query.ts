import type { PageRange } from '../core/dashboard/page-frame.ts';
import { parseDuration } from '../core/journey/duration.ts';
import { canonicalInstant } from '../core/store/instant.ts';
import { DAY_MS } from '../core/base/time.ts';
import { ROLLUP_RETENTION_DAYS } from '../core/store/retention.ts';
import { errorText } from '../core/base/error-text.ts';

/** The range of a page, as its address has it. */
export type RequestedRange =
  /** A duration that ends now. */
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'between'; readonly range: PageRange };

/** A parameter of an address is invalid; the message has what was expected. */
export class AddressProblem extends Error {
  override readonly name = 'AddressProblem';
}

/** Longer ranges have no data: daily rollups have expired. */
const MAX_DAYS = ROLLUP_RETENTION_DAYS.day;

/** The range of a query: `from` and `to`, or `last`; null: it has none. */
export function readRange(query: URLSearchParams): RequestedRange | null {
  const [from, to, last] = ['from', 'to', 'last'].map((name) => valueOf(query, name));
  if (last !== null && last !== undefined) {
    if (from !== null || to !== null) {
      throw new AddressProblem(
        'Cannot read the range: it has both a duration and an instant; expected either last, or from and to',
      );
    }

    return { kind: 'last', ms: durationOf(last) };
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

/** The instants of a range that is requested now. */
export function rangeAt(requested: RequestedRange, nowMs: number): PageRange {
  if (requested.kind === 'between') return requested.range;

  return { fromMs: nowMs - requested.ms, toMs: nowMs };
}

/** The range between two instants of a query. Throws {@link AddressProblem}. */
export function rangeBetween(from: string, to: string): PageRange {
  const range = { fromMs: instantOf(from), toMs: instantOf(to) };
  if (range.fromMs >= range.toMs) {
    throw new AddressProblem(
      `Cannot read the range from "${from}" to "${to}": its end is not after its start; expected the earlier instant first`,
    );
  }
  if (range.toMs - range.fromMs > MAX_DAYS * DAY_MS) throw tooLong(`from "${from}" to "${to}"`);

  return range;
}

/** The instants of a range as a query, for permanent links. */
export function rangeQuery({ fromMs, toMs }: PageRange): string {
  return `from=${isoOf(fromMs)}&to=${isoOf(toMs)}`;
}

/** An instant in an address. Its colons need no encoding in a query. */
export function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** The value of a parameter; null: it is missing or, as in an empty form field, empty. */
export function valueOf(query: URLSearchParams, name: string): string | null {
  const value = query.get(name);

  return value === null || value === '' ? null : value;
}

function durationOf(text: string): number {
  const duration = parseDuration(text);
  if (duration.kind === 'problem') {
    throw new AddressProblem(`Cannot read last "${text}": ${duration.message}`);
  }
  if (duration.ms < 1) {
    throw new AddressProblem(
      `Cannot read last "${text}": it has no length; expected a duration such as 7d`,
    );
  }
  if (duration.ms > MAX_DAYS * DAY_MS) throw tooLong(`of the last ${text}`);

  return duration.ms;
}

function instantOf(text: string): number {
  try {
    return Date.parse(canonicalInstant(withZone(text)));
  } catch (error) {
    throw new AddressProblem(errorText(error));
  }
}

/** Form fields have no zone; their labels say that they are in UTC. */
function withZone(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text;
}

function tooLong(range: string): AddressProblem {
  return new AddressProblem(
    `Cannot read the range ${range}: it is longer than data is stored; expected at most ${MAX_DAYS} days`,
  );
}
