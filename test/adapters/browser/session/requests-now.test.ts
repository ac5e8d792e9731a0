import type { BrowserRequest } from '../../../../lib/adapters/browser/session/browser-request.ts';
import { requestsNow } from '../../../../lib/adapters/browser/session/requests-now.ts';

function waiting(url: string): BrowserRequest {
  return {
    method: 'GET',
    url,
    type: 'document',
    isPage: true,
    isRedirected: false,
    step: null,
    startTs: 1,
    wallTime: 1,
    isSent: false,
    hasEarlyHints: false,
    response: null,
    fromCache: false,
    endTs: null,
    decodedBytes: 0,
    encodedBytes: null,
    error: null,
    isDownload: false,
    downloadedBytes: null,
  };
}

test('requestsNow() keeps what was open, and adds what fails later', () => {
  const request = waiting('https://shop.example/');
  const open = [request];
  const failed: BrowserRequest[] = [];
  const reached = new Set<string>();
  const now = requestsNow({
    pending: () => [...open],
    loading: () => [...open],
    failed: () => [...failed],
    isReached: (host) => reached.has(host),
  });

  request.isSent = true;
  open.pop();
  failed.push(request);
  reached.add('shop.example').add('other.example');

  expect(now.pending()).toEqual([waiting('https://shop.example/')]);
  expect(now.loading()).toEqual(now.pending());
  expect(now.isReached('shop.example')).toBe(false);
  expect(now.isReached('other.example')).toBe(true);
  expect(now.failed()).toEqual([request]);
});
