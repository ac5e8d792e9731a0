import type { HttpResponse, HttpTokenOptions } from '../../core/journey/http-api.ts';
import { parsedJson, fieldsOf as propertiesOf, textIn } from '../../core/base/plain-data.ts';
import { ownValue } from '../../core/base/own-value.ts';
import { shortUrl } from '../../core/base/short-url.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { fieldsOf } from './request-fields.ts';
import type { RequestInput } from './request-input.ts';

/** What {@link tokenSource} needs of the session. */
export interface TokenPorts {
  readonly respond: (input: RequestInput) => Promise<HttpResponse>;
  /** Hides a token wherever the run would show it. */
  readonly learn: (secret: string) => void;
}

/** Returns a token that is valid; asks for a new one where the last has expired. */
export type TokenSource = () => Promise<string>;

/** A token is renewed so long before it expires; one with a shorter life, after half of it. */
const MARGIN_MS = 10_000;

interface Token {
  readonly access: string;
  readonly refresh: string | null;
  readonly untilMs: number;
}

/**
 * Gets access tokens by OAuth 2.0's client credentials (RFC 6749, section 4.4), or by a refresh token (section 6): the
 * given one, or the one that came with the last token. Requests that need a token at the same time share it.
 */
export function tokenSource(options: HttpTokenOptions, ports: TokenPorts): TokenSource {
  let current: Promise<Token> | null = null;
  let untilMs = 0;
  let refresh = options.refreshToken ?? null;

  async function renewed(): Promise<Token> {
    try {
      const token = await requestToken(options, refresh, ports);
      refresh = token.refresh ?? refresh;
      untilMs = token.untilMs;

      return token;
    } catch (error) {
      current = null;
      throw error;
    }
  }

  return async () => {
    if (current === null || performance.now() >= untilMs) {
      untilMs = Infinity;
      current = renewed();
    }
    const { access } = await current;

    return access;
  };
}

async function requestToken(
  options: HttpTokenOptions,
  refresh: string | null,
  { respond, learn }: TokenPorts,
): Promise<Token> {
  for (const secret of [options.clientSecret, refresh]) if (secret) learn(secret);
  const response = await respond({
    method: 'POST',
    url: options.tokenUrl,
    options: {
      headers: { accept: 'application/json', ...authorization(options) },
      form: [...fieldsOf(options.fields ?? {}), ...grantOf(options, refresh)],
      // A second token does no harm.
      repeatable: true,
    },
  });

  return readToken(response, learn);
}

function grantOf(
  { clientAuthentication, clientId, clientSecret, scope }: HttpTokenOptions,
  refresh: string | null,
): (readonly [string, string])[] {
  const pairs: readonly (readonly [string, string | null | undefined])[] = [
    ['grant_type', refresh === null ? 'client_credentials' : 'refresh_token'],
    ['refresh_token', refresh],
    ['scope', scope],
    ...(clientAuthentication === 'form'
      ? ([
          ['client_id', clientId],
          ['client_secret', clientSecret],
        ] as const)
      : []),
  ];

  return pairs.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

/** Both parts are encoded as in forms (RFC 6749, section 2.3.1). */
function authorization({ clientAuthentication, clientId, clientSecret }: HttpTokenOptions): {
  readonly authorization?: string;
} {
  if (clientAuthentication === 'form') return {};
  const pair = [clientId, clientSecret].map(formEncoded).join(':');

  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

/** A token in a header (RFC 6750, section 2.1), and what servers use besides. */
const HEADER_TEXT = /^[\x21-\x7e]+$/;

function readToken(response: HttpResponse, learn: TokenPorts['learn']): Token {
  const answer = propertiesOf(parsedJson(response.text()));
  const access = textIn(answer, 'access_token');
  const refresh = textIn(answer, 'refresh_token');
  for (const token of [access, refresh]) if (token !== null) learn(token);
  if (access === null) throw noToken(response, 'its answer has no "access_token"');
  if (!HEADER_TEXT.test(access)) throw noToken(response, 'no header can hold its token');
  const type = textIn(answer, 'token_type') ?? 'bearer';
  if (type.toLowerCase() !== 'bearer') {
    throw noToken(response, `its token is of the type "${type}"; expected "Bearer"`);
  }

  return { access, refresh, untilMs: performance.now() + lifeMs(ownValue(answer, 'expires_in')) };
}

/** Some servers write the number as a text. Without it, the token is taken to last as long as the run. */
function lifeMs(expiresIn: unknown): number {
  const seconds = Number(expiresIn);
  if (expiresIn === undefined || expiresIn === null || Number.isNaN(seconds)) return Infinity;
  const ms = seconds * 1000;

  return Math.max(ms - MARGIN_MS, ms / 2);
}

function noToken({ timings }: HttpResponse, problem: string): RunFailure {
  return new RunFailure('target.body', `${timings.method} ${shortUrl(timings.url)}: ${problem}`);
}
