import { isSafeMethod } from '../api-request.ts';
import { requestName } from '../names.ts';
import { isRecord, jsonOf } from '../read-source.ts';
import { isSecretValue } from '../secret-signs.ts';
import type { HarExchange } from './archive.ts';
import type { Chained } from './chain.ts';

/** One step: its name, and the indices of its exchanges. */
export interface ExchangeGroup {
  readonly name: string;
  readonly indices: readonly number[];
}

/** Most requests in one step; with more, the step's duration says little. */
const MAX_IN_STEP = 4;

/** Groups exchanges into steps: a page with the calls that it makes, or one request that changes data. */
export function groupExchanges(
  exchanges: readonly HarExchange[],
  chained: readonly Chained[],
): readonly ExchangeGroup[] {
  const groups: number[][] = [];
  for (const [index, exchange] of exchanges.entries()) {
    const open = groups.at(-1);
    const isOwn = open === undefined || startsStep(index, { exchange, exchanges, chained, open });
    if (isOwn) groups.push([index]);
    else open.push(index);
  }
  const ids = chained.map(({ value }) => value);

  return groups.map((indices) => ({ name: groupName(indices, exchanges, ids), indices }));
}

function startsStep(
  index: number,
  about: {
    readonly exchange: HarExchange;
    readonly exchanges: readonly HarExchange[];
    readonly chained: readonly Chained[];
    readonly open: readonly number[];
  },
): boolean {
  const { exchange, exchanges, chained, open } = about;
  const previous = exchanges[open.at(-1) ?? 0];
  const needsOne = chained.some(({ from, uses }) => open.includes(from) && uses.includes(index));

  return (
    needsOne ||
    open.length >= MAX_IN_STEP ||
    isPage(exchange) ||
    !isSafeMethod(exchange.method) ||
    (previous !== undefined && !isSafeMethod(previous.method))
  );
}

function isPage({ resource, mimeType }: HarExchange): boolean {
  return resource === 'document' || (resource === null && /html/.test(mimeType));
}

function groupName(
  indices: readonly number[],
  exchanges: readonly HarExchange[],
  ids: readonly string[],
): string {
  const first = exchanges[indices[0] ?? 0];
  if (first === undefined) return 'go on';
  const { method, url } = first;
  if (isPage(first)) return method === 'GET' ? pageName(url) : `send the ${lastWords(url)} form`;

  return graphqlName(first) ?? requestName(method, url.pathname, ids);
}

function pageName(url: URL): string {
  const segments = url.pathname.split('/').filter((part) => part !== '');
  if (segments.length === 0) return 'open the front page';

  return segments.length === 1 ? `open the ${lastWords(url)} page` : `open ${lastWords(url)}`;
}

function lastWords(url: URL): string {
  const parts = url.pathname.split('/').filter((part) => !isSecretValue(part));
  const last = parts.findLast((part) => part !== '') ?? 'front page';

  return last.replace(/\.\w{2,5}$/, '').replaceAll(/[-_+]+/g, ' ');
}

/** The operation name of a GraphQL request, in words; null: it has none. */
function graphqlName({ body }: HarExchange): string | null {
  const json = body === null ? null : jsonOf(body.text);
  const name = isRecord(json) && 'query' in json ? json['operationName'] : null;
  if (typeof name !== 'string') return null;

  return name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
}
