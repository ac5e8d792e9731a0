import { isRecord, jsonOf } from '../read-source.ts';
import { isSecretValue } from '../secret-signs.ts';
import type { HarExchange } from './archive.ts';
import { decoded } from '../weave.ts';

/** A value of a response that a later request used. */
export interface Chained {
  readonly value: string;
  readonly type: 'string' | 'number';
  /** Index of the exchange with the response. */
  readonly from: number;
  /** Indices of the exchanges with requests that use it. */
  readonly uses: readonly number[];
  readonly source:
    | { readonly kind: 'json'; readonly path: readonly string[] }
    /** The value of a hidden form field, by its name. */
    | { readonly kind: 'field'; readonly name: string };
}

interface Found {
  readonly value: string;
  readonly type: 'string' | 'number';
  readonly source: Chained['source'];
}

/** Shorter values, in characters, match by coincidence. */
const SHORTEST = 4;
const ID_KEY = /(?:^|[a-z_-])(?:id|uuid|token|key|code|slug|cursor|number|ref|reference|handle)$/i;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** Values of responses that later requests used, unless an earlier request had sent them already. */
export function chainedValues(exchanges: readonly HarExchange[]): readonly Chained[] {
  const known = new Map<string, Found & { readonly from: number; readonly uses: number[] }>();
  const sent = new Set<string>();
  for (const [index, exchange] of exchanges.entries()) {
    const values = new Set(sentValues(exchange));
    for (const value of values) {
      known.get(value)?.uses.push(index);
      sent.add(value);
    }
    for (const found of givenValues(exchange)) {
      const isNew = !sent.has(found.value) && !known.has(found.value);
      if (isNew && isWorthIt(found)) known.set(found.value, { ...found, from: index, uses: [] });
    }
  }

  return [...known.values()].filter(({ uses }) => uses.length > 0);
}

function isWorthIt({ value, source }: Found): boolean {
  if (value.length < SHORTEST) return false;
  const key = source.kind === 'json' ? (source.path.at(-1) ?? '') : source.name;

  return ID_KEY.test(key) || UUID.test(value) || isSecretValue(value) || source.kind === 'field';
}

/** Every value that a request sends: path segments, query, headers and body. */
export function sentValues(exchange: HarExchange): readonly string[] {
  const { url, headers, body } = exchange;

  return [
    ...url.pathname.split('/').map(decoded),
    ...[...url.searchParams].map(([, value]) => value),
    ...headers
      .filter(([name]) => name !== 'cookie' && name !== 'referer')
      .flatMap(([, value]) => [value, value.replace(/^[A-Za-z]+ /, '')]),
    ...(body === null ? [] : bodyValues(body)),
  ].filter((value) => value !== '');
}

function bodyValues({ mimeType, text }: NonNullable<HarExchange['body']>): readonly string[] {
  const json = /json/.test(mimeType) ? jsonOf(text) : null;
  if (json !== null) return leavesOf(json).map(({ value }) => value);
  if (/form-urlencoded/.test(mimeType)) {
    return [...new URLSearchParams(text)].map(([, value]) => value);
  }

  return [];
}

function givenValues({ mimeType, text }: HarExchange): readonly Found[] {
  if (text === null) return [];
  if (/json/.test(mimeType)) return leavesOf(jsonOf(text));

  return /html/.test(mimeType) ? hiddenFields(text) : [];
}

/** Hidden fields of the forms of a page. */
function hiddenFields(html: string): readonly Found[] {
  const tags = html.match(/<input\b[^<>]*>/gi) ?? [];

  return tags
    .filter((tag) => /\btype="hidden"/i.test(tag))
    .flatMap((tag): readonly Found[] => {
      const name = /\bname="([^"]+)" value="/.exec(tag)?.[1];
      const value = /\bvalue="([^"&]+)"/.exec(tag)?.[1];
      if (name === undefined || value === undefined) return [];

      return [{ value, type: 'string', source: { kind: 'field', name } }];
    });
}

function leavesOf(json: unknown, path: readonly string[] = []): readonly Found[] {
  if (typeof json === 'string' || typeof json === 'number') {
    const type = typeof json === 'string' ? 'string' : 'number';

    return [{ value: String(json), type, source: { kind: 'json', path } }];
  }
  if (Array.isArray(json)) {
    return json.flatMap((each, index) => leavesOf(each, [...path, `${index}`]));
  }

  return isRecord(json)
    ? Object.entries(json).flatMap(([key, each]) => leavesOf(each, [...path, key]))
    : [];
}
