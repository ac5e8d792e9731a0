import type { HttpClient, HttpRequestOptions, HttpResponse } from '../core/journey/http-api.ts';

/**
 * Lets errors of the client lead to the journey's line: an error made in a socket's callback has no
 * trace of who asked, so the caller's stack is taken before and joined to it.
 */
export function withCallSites(client: HttpClient): HttpClient {
  async function request(
    method: string,
    url: string,
    options?: HttpRequestOptions,
  ): Promise<HttpResponse> {
    const site = new Error('requested here');
    try {
      return await client.request(method, url, options);
    } catch (error) {
      if (error instanceof Error) error.stack = `${error.stack ?? error.message}\n${site.stack}`;
      throw error;
    }
  }

  return {
    request,
    get: async (url, options) => request('GET', url, options),
    head: async (url, options) => request('HEAD', url, options),
    post: async (url, options) => request('POST', url, options),
    put: async (url, options) => request('PUT', url, options),
    patch: async (url, options) => request('PATCH', url, options),
    delete: async (url, options) => request('DELETE', url, options),
  };
}
