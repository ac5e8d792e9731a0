import { networkCause } from '../../../../lib/adapters/browser/session/network-causes.ts';

describe('networkCause()', () => {
  test.each([
    ['RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH', 'target.protocol'],
    ['UNSAFE_PORT', 'address'],
    ['NETWORK_CHANGED', 'monitor.network'],
    ['INTERNET_DISCONNECTED', 'monitor.network'],
    ['NETWORK_IO_SUSPENDED', 'monitor.network'],
    ['INSUFFICIENT_RESOURCES', 'monitor.memory'],
    ['OUT_OF_MEMORY', 'monitor.memory'],
    ['FILE_NO_SPACE', 'monitor.disk'],
    ['CERT_DATE_INVALID', 'tls'],
    ['DNS_TIMED_OUT', 'name'],
  ])('finds %s to be of kind %s', (name, kind) => {
    expect(networkCause(`net::ERR_${name}`).kind).toBe(kind);
  });

  test.each([
    ['HTTP2_NEWER_FAULT', 'target.protocol'],
    ['SSL_NEWER_FAULT', 'tls'],
    ['CERT_NEWER_FAULT', 'tls'],
    ['DNS_NEWER_FAULT', 'name'],
    ['PROXY_NEWER_FAULT', 'monitor.network'],
    ['CACHE_NEWER_FAULT', 'monitor.browser'],
    ['NEWER_FAULT', 'monitor.unknown'],
  ])('finds %s of a newer browser to be of kind %s', (name, kind) => {
    expect(networkCause(`net::ERR_${name}`).kind).toBe(kind);
  });
});
