import type { ReachRules } from '../../../../lib/adapters/net/address-guard.ts';
import {
  refusedDocument,
  UNHEARD,
} from '../../../../lib/adapters/browser/session/refused-document.ts';
import { refusalFeed } from '../../../../lib/adapters/browser/session/refusals.ts';
import { refusedConnection } from '../../../support/refused-connections.ts';

const REACH: ReachRules = {
  baseUrl: null,
  allowPrivate: false,
  allowPrivateTargets: [],
  allowHosts: null,
};
const DENIED = 'net::ERR_NETWORK_ACCESS_DENIED';

describe('refusedDocument()', () => {
  it.each([
    [
      'http://10.0.0.5:8080/',
      /^GET http:\/\/10\.0\.0\.5:8080\/ was blocked: 10\.0\.0\.5 is a private .*allowPrivate/,
    ],
    ['http://[fd12::5]/', /fd12::5 is a unique-local address/],
    ['http://a.localhost/', /127\.0\.0\.1 is a loopback address/],
    ['http://169.254.169.254/', /metadata service, which no journey may reach/],
  ])('refusedDocument() explains %s by its address', async (url, message) => {
    const facts = { reach: REACH, refusals: refusalFeed() };

    const failure = await refusedDocument({ method: 'GET', url, error: UNHEARD }, facts);

    expect(failure).toEqual({ cause: 'security.blocked', message: expect.stringMatching(message) });
  });

  it('refusedDocument() explains a name by a refusal that is reported later', async () => {
    const refusals = refusalFeed();
    const document = { method: 'POST', url: 'http://name.invalid:5432/a', error: DENIED };

    const searched = refusedDocument(document, { reach: REACH, refusals });
    refusals.note(refusedConnection({ address: '10.0.0.9', port: 80 }));
    refusals.note(refusedConnection({ address: '10.0.0.8', by: 'journey' }));
    refusals.note(refusedConnection());

    expect((await searched)?.message).toMatch(
      /^POST http:\/\/name\.invalid:5432\/a was blocked: 10\.0\.0\.5 is a private address/,
    );
  });

  it('refusedDocument() does not explain by refusals of an earlier attempt', async () => {
    const refusals = refusalFeed();
    refusals.note(refusedConnection());
    refusals.clear();
    const document = { method: 'GET', url: 'http://name.invalid:5432/', error: DENIED };

    const failure = await refusedDocument(document, { reach: REACH, refusals });

    expect(failure?.message).toBe(`GET ${document.url} was blocked: network access is denied`);
  });

  it('refusedDocument() is null for a public address that failed for another reason', async () => {
    const document = { method: 'GET', url: 'http://8.8.8.8/', error: UNHEARD };

    expect(await refusedDocument(document, { reach: REACH, refusals: refusalFeed() })).toBeNull();
  });
});
