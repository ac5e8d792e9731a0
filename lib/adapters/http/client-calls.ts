import type { Redact } from '../../core/record/redact.ts';
import type { HttpClient, HttpResponse, HttpTokenOptions } from '../../core/journey/http-api.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { type TokenSource, tokenSource } from './access-token.ts';
import { unknownFailure } from './failure.ts';
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
  const open = new Set<Promise<HttpResponse>>();

  // Not async: the journey must get the very promise that `forget` handles.
  function call(input: RequestInput): Promise<HttpResponse> {
    const site: { stack?: string } = {};
    Error.captureStackTrace(site, call);
    const response = attempt();
    open.add(response);

    return response;

    async function attempt(): Promise<HttpResponse> {
      try {
        return await respond(input);
      } catch (error) {
        throw calledFrom(error, site.stack ?? '', redact);
      } finally {
        open.delete(response);
      }
    }
  }

  return {
    client: httpClient(call, (options) => tokenSource(options, { respond, learn })),
    forget: () => {
      for (const response of open) response.catch(() => undefined);
    },
  };
}

/** Gives a failure the stack of the journey's call, so that it leads to a line of the journey. */
function calledFrom(error: unknown, stack: string, redact: Redact): RunFailure {
  const known = error instanceof RunFailure ? error : unknownFailure(error);
  const failure = new RunFailure(known.code, redact(known.message), { cause: known.cause });
  // Without the message and the client's own method.
  const frames = stack.split('\n').slice(2);
  failure.stack = [`${failure.name}: ${failure.message}`, ...frames].join('\n');

  return failure;
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
