import type { BasicCredentials } from '../../core/run/access.ts';

/** What a request can be authorized with. */
export interface AuthorizationOptions {
  readonly baseUrl: string | null;
  /** Sent to the origin of the base URL, unless a URL has its own. */
  readonly credentials?: BasicCredentials | null;
  /** Takes the password of a URL, which a server may repeat in its answer. */
  readonly learn?: (secret: string) => void;
}

/**
 * The `authorization` header of a request, if it has any. An access token (`bearer`) takes precedence over
 * credentials.
 */
export function authorizationFor(
  url: URL,
  { baseUrl, credentials = null, learn }: AuthorizationOptions,
  bearer?: string,
): Readonly<Record<string, string>> {
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
  if (url.username !== '' || url.password !== '') return basicOf(url, learn);
  if (credentials === null || baseUrl === null) return {};
  if (new URL(baseUrl).origin !== url.origin) return {};

  return basic(Buffer.from(credentials.username), Buffer.from(credentials.password));
}

function basicOf(url: URL, learn: AuthorizationOptions['learn']): Readonly<Record<string, string>> {
  const password = percentDecoded(url.password);
  if (password.length > 0) learn?.(password.toString());

  return basic(percentDecoded(url.username), password);
}

function basic(username: Buffer, password: Buffer): Readonly<Record<string, string>> {
  const pair = Buffer.concat([username, COLON, password]);

  return { authorization: `Basic ${pair.toString('base64')}` };
}

const COLON = Buffer.from(':');

/** Bytes of a URL's part; a `%` without two digits is one (https://url.spec.whatwg.org/#percent-decode). */
function percentDecoded(text: string): Buffer {
  const bytes = text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );

  // A URL holds nothing but ASCII: each character is a byte.
  return Buffer.from(bytes, 'latin1');
}
