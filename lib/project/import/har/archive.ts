import {
  ImportProblem,
  isRecord,
  listOf,
  parseJson,
  type Source,
  textField,
} from '../read-source.ts';

/** Name and value of a header or field. */
export type Pair = readonly [name: string, value: string];

/** One request of an archive with its response. */
export interface HarExchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly Pair[];
  readonly body: { readonly mimeType: string; readonly text: string } | null;
  /** HTTP status; 0: no response. */
  readonly status: number;
  readonly responseHeaders: readonly Pair[];
  readonly mimeType: string;
  /** Body of the response; null where the archive lacks it. */
  readonly text: string | null;
  /** Resource type in the browser's terms: `document`, `fetch`, `image`; null: not recorded. */
  readonly resource: string | null;
}

/** Whether parsed JSON looks like an HTTP archive: it has `log.entries`. */
export function looksLikeArchive(value: unknown): boolean {
  return isRecord(value) && isRecord(value['log']) && Array.isArray(value['log']['entries']);
}

/** Reads an HTTP archive, version 1.1 or 1.2: http://www.softwareishard.com/blog/har-12-spec/ */
export function readArchive(source: Source): readonly HarExchange[] {
  const value = parseJson(source);
  if (!looksLikeArchive(value) || !isRecord(value)) {
    throw new ImportProblem(
      `Cannot read ${source.label} as HAR: it has no "log.entries"; expected an HTTP archive as browsers save it`,
    );
  }
  const entries = listOf(value['log'], 'entries').map((entry, index) =>
    readEntry(entry, index + 1, source),
  );
  const started = entries.toSorted((a, b) => a.startedMs - b.startedMs);

  return started.map(({ exchange }) => exchange);
}

interface Entry {
  readonly exchange: HarExchange;
  readonly startedMs: number;
}

function readEntry(entry: unknown, number: number, { label }: Source): Entry {
  const request = isRecord(entry) ? entry['request'] : undefined;
  const url = textField(request, 'url') ?? '';
  if (!isRecord(entry) || !URL.canParse(url)) {
    throw new ImportProblem(
      `Cannot read ${label}: entry ${number} has no URL of a request; expected "request.url"`,
    );
  }
  const response = entry['response'];

  return {
    startedMs: startOf(entry),
    exchange: {
      method: (textField(request, 'method') ?? 'GET').toUpperCase(),
      url: new URL(url),
      headers: pairsOf(request),
      body: bodyOf(request),
      status: statusOf(response),
      responseHeaders: pairsOf(response),
      ...contentOf(response),
      resource: textField(entry, '_resourceType'),
    },
  };
}

/** Start of a request, in milliseconds since 1970; 0 without one, so that such entries come first. */
function startOf(entry: unknown): number {
  const started = Date.parse(textField(entry, 'startedDateTime') ?? '');

  return Number.isNaN(started) ? 0 : started;
}

function statusOf(response: unknown): number {
  const status = isRecord(response) ? response['status'] : 0;

  return typeof status === 'number' && status > 0 ? status : 0;
}

function pairsOf(value: unknown): readonly Pair[] {
  return listOf(value, 'headers').flatMap((header): readonly Pair[] => {
    const name = textField(header, 'name');

    return name === null ? [] : [[name.toLowerCase(), textField(header, 'value') ?? '']];
  });
}

function bodyOf(request: unknown): HarExchange['body'] {
  const data = isRecord(request) ? request['postData'] : undefined;
  if (!isRecord(data)) return null;
  const mimeType = textField(data, 'mimeType') ?? '';
  const params = listOf(data, 'params').map((param) => [
    textField(param, 'name') ?? '',
    textField(param, 'value') ?? '',
  ]);
  const text = textField(data, 'text') ?? new URLSearchParams(params).toString();

  return text === '' ? null : { mimeType, text };
}

function contentOf(response: unknown): Pick<HarExchange, 'mimeType' | 'text'> {
  const content = isRecord(response) ? response['content'] : undefined;
  const text = textField(content, 'text');
  const isBase64 = textField(content, 'encoding') === 'base64';

  return {
    mimeType: textField(content, 'mimeType') ?? '',
    text: text !== null && isBase64 ? Buffer.from(text, 'base64').toString('utf8') : text,
  };
}

/** The requests of an archive to import, and the ones that were left out. */
interface Choice {
  readonly kept: readonly HarExchange[];
  /** Descriptions such as `images, styles, fonts and scripts (14)`. */
  readonly leftOut: readonly string[];
}

const WANTED = new Set(['document', 'xhr', 'fetch', 'other']);
const STATIC_TYPE = /^(?:image|font|audio|video)\/|css|javascript|ecmascript|wasm|font/i;
const STATIC_PATH =
  /\.(?:css|js|mjs|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|otf|mp4|webm)$/i;

/** Chooses pages and API calls; leaves out static files, other sites and repetitions. */
export function chooseExchanges(exchanges: readonly HarExchange[]): Choice {
  const own = ownSite(exchanges);
  const left: string[] = [];
  const kept: HarExchange[] = [];
  let awaited: string | null = null;
  for (const exchange of exchanges) {
    const first = exchange.url.href === awaited ? kept.pop() : undefined;
    const why = first === undefined ? reasonAgainst(exchange, own, kept.at(-1)) : null;
    if (why !== null) {
      left.push(why);
      continue;
    }
    // The client follows redirects by itself: the target answers the first request.
    kept.push(first === undefined ? exchange : mergedInto(first, exchange));
    awaited = nextOf(exchange);
  }

  return { kept, leftOut: counted(left) };
}

function counted(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons)].map(
    (why) => `${why} (${reasons.filter((each) => each === why).length})`,
  );
}

function reasonAgainst(
  exchange: HarExchange,
  own: string | null,
  last: HarExchange | undefined,
): string | null {
  if (exchange.method === 'OPTIONS') return 'preflights';
  if (!/^https?:$/.test(exchange.url.protocol)) return 'requests without HTTP';
  if (isStatic(exchange)) return 'images, styles, fonts and scripts';
  if (siteOf(exchange.url.hostname) !== own) return `requests to ${exchange.url.hostname}`;
  if (exchange.status === 0) return 'requests without a response';
  const isRepeated =
    exchange.method === 'GET' && last?.method === 'GET' && last.url.href === exchange.url.href;

  return isRepeated ? 'immediate repetitions' : null;
}

function isStatic({ method, resource, mimeType, url }: HarExchange): boolean {
  if (method !== 'GET') return resource === 'ping';
  if (resource !== null) return !WANTED.has(resource.toLowerCase());

  return STATIC_TYPE.test(mimeType) || STATIC_PATH.test(url.pathname);
}

function nextOf({ status, url, responseHeaders }: HarExchange): string | null {
  const location = responseHeaders.find(([name]) => name === 'location')?.[1];
  if (status < 300 || status >= 400 || location === undefined) return null;

  return URL.canParse(location, url) ? new URL(location, url).href : null;
}

function mergedInto(first: HarExchange, last: HarExchange): HarExchange {
  const { status, mimeType, text } = last;

  return {
    ...first,
    status,
    mimeType,
    text,
    responseHeaders: [...first.responseHeaders, ...last.responseHeaders],
  };
}

/** The site of the first page, or of the first request that is not for a static file. */
function ownSite(exchanges: readonly HarExchange[]): string | null {
  const first =
    exchanges.find(({ resource, mimeType }) => resource === 'document' || /html/.test(mimeType)) ??
    exchanges.find((exchange) => !isStatic(exchange));

  return first === undefined ? null : siteOf(first.url.hostname);
}

/** `api.shop.example` and `www.shop.example` are one site; IP addresses are compared whole. */
function siteOf(hostname: string): string {
  if (/^[\d.]+$|:/.test(hostname)) return hostname;
  const labels = hostname.split('.');
  const isDouble = /^(?:co|com|org|net|gov|ac|edu)$/.test(labels.at(-2) ?? '');

  return labels.slice(isDouble && labels.length > 2 ? -3 : -2).join('.');
}
