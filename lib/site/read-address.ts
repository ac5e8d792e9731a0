import type { ComparedSide } from '../core/dashboard/compare/compare-page.ts';
import { AddressProblem, rangeBetween, readRange, valueOf } from './range-query.ts';
import {
  JSON_ENDING,
  nameOfPart,
  type PageAddress,
  RANGE_DOTS,
  type RequestedPage,
  RUN_PREFIX,
} from './page-address.ts';
import { DAY_MS } from '../core/base/time.ts';

/** The default range of the overview. */
const OVERVIEW_MS = 30 * DAY_MS;
/** The default range of a journey. */
const JOURNEY_MS = 14 * DAY_MS;

type Names = readonly string[];
type PageReader = (names: Names, query: URLSearchParams) => RequestedPage;
type OtherReader = (names: Names) => PageAddress | null;

/** Pages, by the first part of their path and the number of parts after it. */
const PAGES: ReadonlyMap<string, PageReader> = new Map(
  Object.entries<PageReader>({
    'overview/0': (_names, query) => ({
      page: 'overview',
      range: readRange(query) ?? { kind: 'last', ms: OVERVIEW_MS },
    }),
    'journeys/1': ([journey = ''], query) => ({
      page: 'journey',
      journey,
      range: readRange(query) ?? { kind: 'last', ms: JOURNEY_MS },
      metric: valueOf(query, 'metric'),
      region: valueOf(query, 'region'),
    }),
    'runs/3': ([journey = '', region = '', runId = '']) => ({
      page: 'run',
      journey,
      region,
      runId,
    }),
    'compare/0': (_names, query) => ({
      page: 'compare',
      journey: valueOf(query, 'journey'),
      sides: { a: readSide(query, 'a'), b: readSide(query, 'b') },
    }),
    'costs/0': () => ({ page: 'costs' }),
  }),
);

const TO_OVERVIEW = { kind: 'redirect', location: '/overview' } as const;

/** Addresses that are no pages; null: not found. */
const OTHERS: ReadonlyMap<string, OtherReader> = new Map(
  Object.entries<OtherReader>({
    '/0': () => TO_OVERVIEW,
    'journeys/0': () => TO_OVERVIEW,
    'runs/0': () => TO_OVERVIEW,
    'live/0': () => ({ kind: 'live' }),
    'metrics/0': () => ({ kind: 'metrics' }),
    'assets/1': ([name = '']) => ({ kind: 'asset', name }),
    'evidence/4': ([journey = '', region = '', runId = '', index = '']) =>
      /^\d{1,3}$/.test(index)
        ? { kind: 'evidence', run: { journey, region, runId }, index: Number(index) }
        : null,
  }),
);

/** The meaning of a path with its query. It never throws: an invalid parameter is a problem. */
export function readAddress(target: string): PageAddress {
  const [path = '', ...rests] = target.split('?');
  const query = new URLSearchParams(rests.join('?'));
  const json = path.endsWith(JSON_ENDING);
  const [root, ...parts] = (json ? path.slice(0, -JSON_ENDING.length) : path).split('/');
  const names = parts.map(nameOfPart);
  if (root !== '' || names.includes(null)) {
    return problem(`Cannot read address "${path}"; expected a path in UTF-8, percent-encoded`);
  }
  const [first = '', ...rest] = names.filter((name) => name !== null);
  const place = `${first}/${rest.length}`;
  const address =
    pageAt(place, { names: rest, query, json }) ?? (json ? null : otherAt(place, rest));

  return address ?? { kind: 'unknown', path };
}

function otherAt(place: string, names: Names): PageAddress | null {
  return OTHERS.get(place)?.(names) ?? null;
}

function pageAt(
  place: string,
  {
    names,
    query,
    json,
  }: {
    readonly names: Names;
    readonly query: URLSearchParams;
    readonly json: boolean;
  },
): PageAddress | null {
  try {
    const requested = PAGES.get(place)?.(names, query);

    return requested === undefined ? null : { kind: 'page', requested, json };
  } catch (error) {
    if (!(error instanceof AddressProblem)) throw error;

    return problem(error.message);
  }
}

function readSide(query: URLSearchParams, side: 'a' | 'b'): ComparedSide | null {
  const text = valueOf(query, side) ?? formRange(query, side);
  if (text === null) return null;
  if (text.startsWith(RUN_PREFIX)) return { kind: 'run', runId: text.slice(RUN_PREFIX.length) };
  const [from, to, ...more] = text.split(RANGE_DOTS);
  if (from === undefined || to === undefined || more.length > 0) {
    throw new AddressProblem(
      `Unknown parameter in this address: ${side}=${text}. Use two ISO 8601 instants, such as ${side}=2026-11-01T00:00:00Z..2026-11-08T00:00:00Z, or a run, such as ${side}=run:checkout-eu-west-1-20261122T164500Z`,
    );
  }

  return { kind: 'range', range: rangeBetween(from, to) };
}

/** A form has one field for each end; null: both are empty. */
function formRange(query: URLSearchParams, side: 'a' | 'b'): string | null {
  const [from, to] = ['from', 'to'].map((end) => valueOf(query, `${side}-${end}`));

  return from === null && to === null ? null : `${from ?? ''}${RANGE_DOTS}${to ?? ''}`;
}

function problem(message: string): PageAddress {
  return { kind: 'problem', message };
}
