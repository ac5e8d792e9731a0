import { RunFailure } from '../../core/record/outcome.ts';
import type { RequestRecord } from '../../core/record/run-record.ts';
import { type AnswerHead, REDIRECTS, valuesOf } from './answer-head.ts';
import { cookieHeader, type Cookies, withoutSet } from './cookies.ts';
import { type Answer, exchange, type ExchangePorts, type Hop } from './exchange.ts';
import { DIRECT } from './route.ts';
import { publicUrl } from './request-log.ts';

/** Collaborators and options of {@link follow}. */
export interface FollowPorts extends Omit<ExchangePorts, 'isFollowed'> {
  readonly cookies: Cookies;
  readonly followRedirects: boolean;
}

/** The final response after all redirects, with the record of every hop. */
export interface FollowedAnswer extends Answer {
  readonly url: URL;
  readonly hops: readonly RequestRecord[];
}

/** Redirects that are followed; browsers stop at 20. */
const MAX_REDIRECTS = 10;

/** Headers that describe a body; removed when a redirect drops the body (Fetch, section 4.4). */
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type'];
/** Headers that must not be sent to another origin. */
const ORIGIN_HEADERS = ['authorization', 'cookie', 'host', 'proxy-authorization'];

/**
 * Sends a request and follows its redirects as fetch does. Each hop is a request with its own
 * record.
 */
export async function follow(first: Hop, ports: FollowPorts): Promise<FollowedAnswer> {
  const hops: RequestRecord[] = [];
  const visited: string[] = [];
  for (let hop = first; ;) {
    visited.push(publicUrl(hop.url));
    // oxlint-disable-next-line no-await-in-loop -- where to go next is in the answer
    const answer = await exchange(withCookies(hop, ports.cookies), {
      ...ports,
      isFollowed: (head) => ports.followRedirects && locationOf(head) !== null,
    });
    hops.push(answer.entry.record());
    const setCookie = valuesOf(answer.head, 'set-cookie');
    // oxlint-disable-next-line no-await-in-loop -- the next hop's cookies
    await ports.cookies.store(hop.url, setCookie);
    const location = locationOf(answer.head);
    if (location === null || !ports.followRedirects) return { ...answer, url: hop.url, hops };
    hop = nextHop(withoutSetCookies(hop, setCookie), {
      answer,
      location,
      visited,
      shown: ports.log.shown,
    });
  }
}

/** An empty location is none, as in browsers. */
function locationOf(head: AnswerHead): string | null {
  if (!REDIRECTS.includes(head.status)) return null;

  return valuesOf(head, 'location').find((value) => value !== '') ?? null;
}

function withCookies(hop: Hop, cookies: Cookies): Hop {
  const stored = cookies.headerFor(hop.url);
  if (stored === null) return hop;
  const cookie = cookieHeader(hop.headers['cookie'], stored);

  return cookie === null ? hop : { ...hop, headers: { ...hop.headers, cookie } };
}

/** What a redirect sets takes the place of the author's own cookie, as in a browser. */
function withoutSetCookies(hop: Hop, setCookie: readonly string[]): Hop {
  const { cookie, ...others } = hop.headers;
  if (cookie === undefined || setCookie.length === 0) return hop;
  const kept = withoutSet(cookie, setCookie);

  return { ...hop, headers: kept === null ? others : { ...others, cookie: kept } };
}

interface Redirect {
  readonly answer: Answer;
  readonly location: string;
  readonly visited: readonly string[];
  readonly shown: (url: string) => string;
}

function nextHop(hop: Hop, redirect: Redirect): Hop {
  const { answer, location, visited } = redirect;
  const url = target(hop.url, redirect);
  if (visited.length > MAX_REDIRECTS) {
    throw redirectFailure(redirect, `more than ${MAX_REDIRECTS} redirects${loopOf(redirect, url)}`);
  }
  if (url === null) {
    throw redirectFailure(
      redirect,
      `it redirects to "${redirect.shown(location)}", which is not an HTTP address`,
    );
  }
  const dropped = becomesGet(answer.head.status, hop.method);
  const isSameOrigin = url.origin === hop.url.origin;
  const forgotten = isSameOrigin ? [] : ORIGIN_HEADERS;
  const route = isSameOrigin ? hop.route : DIRECT;

  return dropped
    ? {
        method: 'GET',
        url,
        headers: without(hop.headers, [...forgotten, ...BODY_HEADERS, 'content-length']),
        body: null,
        isRepeatable: true,
        route,
      }
    : { ...hop, url, route, headers: without(hop.headers, forgotten) };
}

/** Whether a redirect turns the request into a GET without a body. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';

  return (status === 301 || status === 302) && method === 'POST';
}

function target(from: URL, { location }: Redirect): URL | null {
  // Header bytes are read as Latin-1; servers write UTF-8.
  const text = Buffer.from(location, 'latin1').toString('utf8');
  if (!URL.canParse(text, from.href)) return null;
  const url = new URL(text, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.hash === '') url.hash = from.hash;
  url.username = '';
  url.password = '';

  return url;
}

function loopOf({ visited, shown }: Redirect, next: URL | null): string {
  const again = next === null ? -1 : visited.indexOf(publicUrl(next));
  if (again === -1) return '';
  const round = [...new Set(visited.slice(again))];
  const first = round[0] ?? '';

  return `, in a loop: ${[...round, first].map(shown).join(' → ')}`;
}

function redirectFailure({ answer }: Redirect, reason: string): RunFailure {
  return new RunFailure('target.protocol', `${answer.entry.title}: ${reason}`);
}

function without(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
