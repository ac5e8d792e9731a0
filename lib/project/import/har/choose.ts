import type { Exchange } from './archive.ts';

/** What of an archive is worth a request, and what was left out. */
export interface Choice {
  readonly kept: readonly Exchange[];
  /** In words, such as `images, styles, fonts and scripts (14)`. */
  readonly leftOut: readonly string[];
}

const WANTED = new Set(['document', 'xhr', 'fetch', 'other']);
const STATIC_TYPE = /^(?:image|font|audio|video)\/|css|javascript|ecmascript|wasm|font/i;
const STATIC_PATH =
  /\.(?:css|js|mjs|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|otf|mp4|webm)$/i;

/** Chooses what a user's path is made of: pages and calls, not what they are drawn with. */
export function chooseExchanges(exchanges: readonly Exchange[]): Choice {
  const own = ownSite(exchanges);
  const left: string[] = [];
  const kept: Exchange[] = [];
  let awaited: string | null = null;
  for (const exchange of exchanges) {
    const first = exchange.url.href === awaited ? kept.pop() : undefined;
    const why = first === undefined ? reasonAgainst(exchange, own, kept.at(-1)) : null;
    if (why !== null) {
      left.push(why);
      continue;
    }
    // A redirect's page answers the request that led there: the client follows by itself.
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
  exchange: Exchange,
  own: string | null,
  last: Exchange | undefined,
): string | null {
  if (exchange.method === 'OPTIONS') return 'preflights';
  if (!/^https?:$/.test(exchange.url.protocol)) return 'requests without HTTP';
  if (isStatic(exchange)) return 'images, styles, fonts and scripts';
  if (siteOf(exchange.url.hostname) !== own) return `requests to ${exchange.url.hostname}`;
  if (exchange.status === 0) return 'requests without an answer';
  const isRepeated =
    exchange.method === 'GET' && last?.method === 'GET' && last.url.href === exchange.url.href;

  return isRepeated ? 'requests repeated at once' : null;
}

function isStatic({ method, resource, mimeType, url }: Exchange): boolean {
  if (method !== 'GET') return resource === 'ping';
  if (resource !== null) return !WANTED.has(resource.toLowerCase());

  return STATIC_TYPE.test(mimeType) || STATIC_PATH.test(url.pathname);
}

function nextOf({ status, url, responseHeaders }: Exchange): string | null {
  const location = responseHeaders.find(([name]) => name === 'location')?.[1];
  if (status < 300 || status >= 400 || location === undefined) return null;

  return URL.canParse(location, url) ? new URL(location, url).href : null;
}

function mergedInto(first: Exchange, last: Exchange): Exchange {
  const { status, mimeType, text } = last;

  return {
    ...first,
    status,
    mimeType,
    text,
    responseHeaders: [...first.responseHeaders, ...last.responseHeaders],
  };
}

/** The site of the first page, or of the first call that is no file. */
function ownSite(exchanges: readonly Exchange[]): string | null {
  const first =
    exchanges.find(({ resource, mimeType }) => resource === 'document' || /html/.test(mimeType)) ??
    exchanges.find((exchange) => !isStatic(exchange));

  return first === undefined ? null : siteOf(first.url.hostname);
}

/** `api.shop.example` and `www.shop.example` are one site; addresses are what they are. */
function siteOf(hostname: string): string {
  if (/^[\d.]+$|:/.test(hostname)) return hostname;
  const labels = hostname.split('.');
  const isDouble = /^(?:co|com|org|net|gov|ac|edu)$/.test(labels.at(-2) ?? '');

  return labels.slice(isDouble && labels.length > 2 ? -3 : -2).join('.');
}
