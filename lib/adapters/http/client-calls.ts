import type { Redact } from '../../core/record/redact.ts';
import type { HttpClient, HttpResponse, HttpTokenOptions } from '../../core/journey/http-api.ts';
import { type TokenSource, tokenSource } from './access-token.ts';
import { openCalls } from './open-calls.ts';
import { asText, type RequestInput } from './request-input.ts';

/** A journey's HTTP client and its open calls. */
export interface ClientCalls {
  readonly client: HttpClient;
  /** Handles failures of calls that are still open, so that they are not unhandled rejections. */
  readonly forget: () => void;
}

/** What hides secrets, and takes those that the client learns. */
export interface CallOptions {
  readonly redact: Redact;
  readonly learn: (secret: string) => void;
}

/**
 * Creates a client whose calls are answered by `respond` and fail with the stack of the journey's
 * call.
 */
export function clientCalls(
  respond: (input: RequestInput) => Promise<HttpResponse>,
  { redact, learn }: CallOptions,
): ClientCalls {
  const calls = openCalls(redact);

  function call(input: RequestInput): Promise<HttpResponse> {
    return calls.begin(call, async () => respond(input));
  }

  return {
    client: httpClient(call, (options) => tokenSource(options, { respond, learn })),
    forget: calls.forget,
  };
}

function httpClient(
  call: (input: RequestInput) => Promise<HttpResponse>,
  tokens: (options: HttpTokenOptions) => TokenSource,
): HttpClient {
  return {
    withToken: (options) => {
      const token = tokens(options);

      return httpClient((input) => call({ ...input, token }), tokens);
    },
    get: (url, options = {}) => call({ method: 'GET', url: asText(url), options }),
    head: (url, options = {}) => call({ method: 'HEAD', url: asText(url), options }),
    post: (url, options = {}) => call({ method: 'POST', url: asText(url), options }),
    put: (url, options = {}) => call({ method: 'PUT', url: asText(url), options }),
    patch: (url, options = {}) => call({ method: 'PATCH', url: asText(url), options }),
    delete: (url, options = {}) => call({ method: 'DELETE', url: asText(url), options }),
    request: (method, url, options = {}) =>
      call({ method: asText(method), url: asText(url), options }),
  };
}
