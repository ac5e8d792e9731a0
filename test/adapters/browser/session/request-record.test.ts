import type { BrowserRequest } from '../../../../lib/adapters/browser/session/browser-request.ts';
import { requestRecord } from '../../../../lib/adapters/browser/session/request-record.ts';

const TIMING = {
  requestTime: 100.001,
  proxyStart: -1,
  proxyEnd: -1,
  dnsStart: 0.5,
  dnsEnd: 50.5,
  connectStart: 50.5,
  connectEnd: 140.5,
  sslStart: 60.5,
  sslEnd: 140.5,
  workerStart: -1,
  workerReady: -1,
  workerFetchStart: -1,
  workerRespondWithSettled: -1,
  sendStart: 141,
  sendEnd: 141.25,
  pushStart: 0,
  pushEnd: 0,
  receiveHeadersStart: 261.25,
  receiveHeadersEnd: 262,
};

const RESPONSE = {
  url: 'https://shop.example/',
  status: 200,
  statusText: 'OK',
  headers: {},
  mimeType: 'text/html',
  charset: '',
  connectionReused: false,
  connectionId: 1,
  encodedDataLength: 150,
  securityState: 'secure' as const,
  timing: TIMING,
};

function exchangeOf(changes: Partial<BrowserRequest> = {}): BrowserRequest {
  return {
    method: 'GET',
    isSent: true,
    hasEarlyHints: false,
    url: 'https://user:pass@shop.example/?token=hush',
    type: 'document',
    isPage: true,
    isRedirected: false,
    step: 'open',
    startTs: 100,
    wallTime: 1_000,
    response: RESPONSE,
    fromCache: false,
    endTs: 100.4,
    decodedBytes: 0,
    encodedBytes: 5_150,
    error: null,
    isDownload: false,
    downloadedBytes: null,
    ...changes,
  };
}

function record(changes: Partial<BrowserRequest> = {}) {
  return requestRecord(exchangeOf(changes), {
    runMs: (wallTime) => (wallTime - 999) * 1000,
    nowTs: 101,
    redact: (text) => text.replaceAll('hush', '[secret]'),
  });
}

describe('requestRecord()', () => {
  test("uses the browser's phases and counts the rest as unaccounted", () => {
    expect(record()).toMatchObject({
      url: 'https://shop.example/?token=hush',
      startMs: 1_000,
      totalMs: 400,
      sizeBytes: 5_000,
      connection: 'new',
      phases: {
        dnsMs: 50,
        tcpMs: 10,
        tlsMs: 80,
        sendMs: 0.25,
        waitMs: 120.75,
        receiveMs: 137,
        unaccountedMs: 2,
      },
    });
  });

  test('has a 103 as a fact of its own, and counts the time after it as wait', () => {
    const { interim, phases } = record({ hasEarlyHints: true });

    expect(interim).toEqual([{ status: 103, atMs: 262.25 }]);
    expect(phases).toEqual(record().phases);
    expect(record()).not.toHaveProperty('interim');
  });

  test("records server and cache from headers in any case, unless the response came from the browser's cache", () => {
    const headers = { Server: 'nginx hush', 'X-Cache': 'Hit from cloudfront' };
    const response = { ...RESPONSE, headers };

    expect(record({ response })).toMatchObject({ server: 'nginx [secret]', cache: 'HIT' });
    expect(record({ response, fromCache: true })).not.toHaveProperty('server');
    expect(record()).not.toHaveProperty('cache');
  });

  test('has no connection phases when the connection is reused', () => {
    const timing = {
      ...TIMING,
      dnsStart: -1,
      dnsEnd: -1,
      connectStart: -1,
      connectEnd: -1,
      sslStart: -1,
      sslEnd: -1,
    };

    const { connection, phases } = record({
      response: { ...RESPONSE, connectionReused: true, timing },
    });

    expect(connection).toBe('reused');
    expect(phases).toMatchObject({ dnsMs: null, tcpMs: null, tlsMs: null, unaccountedMs: 142 });
  });

  test('has no phases when nothing travelled', () => {
    expect(record({ fromCache: true })).toMatchObject({
      connection: 'cache',
      sizeBytes: null,
      phases: { dnsMs: null, waitMs: null, receiveMs: null, unaccountedMs: 400 },
    });
  });

  test('claims no phase when the phases would exceed the total', () => {
    const { phases } = record({ endTs: 100.2 });

    expect(phases).toMatchObject({ waitMs: null, receiveMs: null, unaccountedMs: 200 });
  });

  test('lasts until now when it has not ended', () => {
    expect(record({ endTs: null, response: null })).toMatchObject({
      totalMs: 1_000,
      status: null,
      connection: 'unknown',
      error: 'not complete when the run ended',
    });
  });

  test.each([
    ['net::ERR_CONNECTION_REFUSED', 'none'],
    ['net::ERR_NAME_NOT_RESOLVED', 'none'],
    ['net::ERR_EMPTY_RESPONSE', 'unknown'],
    ['net::ERR_ABORTED', 'unknown'],
  ])('says of its connection what is known when it failed with %s', (error, connection) => {
    expect(record({ error, response: null }).connection).toBe(connection);
  });
});
