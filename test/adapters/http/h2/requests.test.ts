import { type KeyPair, makeAuthority, makeLeaf } from '../../../support/certificates.ts';
import { answerPages, BACKEND_MS } from '../../../support/h2-pages.ts';
import { type H2Server, startH2Server } from '../../../support/h2-server.ts';
import { failureOf, testSession } from '../../../support/http-frame.ts';
import { startServer } from '../../../support/http-server.ts';
import { expectWhole } from '../../../support/whole-phases.ts';
/** With more resets at once, Node's server ends a connection (CVE-2023-44487). */
const MAX_RESETS = 1000;

let authority: KeyPair;
let leaf: KeyPair;
let server: H2Server;
beforeAll(async () => {
  authority = await makeAuthority();
  leaf = await makeLeaf(authority);
  server = await startH2Server(leaf, answerPages);
});
afterAll(async () => server.close());

function session(options: Parameters<typeof testSession>[0] = {}) {
  return testSession({ baseUrl: server.origin, ca: authority.cert, ...options });
}

describe('requests in HTTP/2', () => {
  it('HttpClient.get() gets through to a server that speaks nothing else', async () => {
    const open = session();

    const response = await open.client.get('/?q=1', { headers: { 'X-Shop': ' blanks ' } });

    open.close();
    expect(response.status).toBe(200);
    expect(response.json()).toMatchObject({
      ':authority': new URL(server.origin).host,
      ':path': '/?q=1',
      ':scheme': 'https',
      'user-agent': 'waywiser',
      'x-shop': 'blanks',
    });
    expect(response.timings).toMatchObject({
      protocol: 'h2',
      connection: 'new',
      remoteAddress: '127.0.0.1',
      tls: { protocol: 'TLSv1.3', subject: 'CN=localhost' },
      phases: { dnsMs: null },
    });
    expect(response.timings.phases.tlsMs).toBeGreaterThan(0);
    expect(response.timings.phases.sendMs).not.toBeNull();
    expectWhole(response.timings);
  });

  it('HttpClient.get() counts the time of the backend as wait, that of the body as receive', async () => {
    const open = session();

    const slow = await open.client.get('/slow');
    const body = await open.client.get('/slow-body');

    open.close();
    expect(slow.timings.phases.waitMs).toBeGreaterThanOrEqual(BACKEND_MS - 1);
    expect(slow.timings.phases.receiveMs).toBeLessThan(slow.timings.phases.waitMs ?? 0);
    expect(body.timings.phases.receiveMs).toBeGreaterThanOrEqual(BACKEND_MS - 20);
    expect(body.timings.phases.waitMs).toBeLessThan(body.timings.phases.receiveMs ?? 0);
    expect(body.text()).toBe('begunended');
    expectWhole(slow.timings);
    expectWhole(body.timings);
  });

  it('HttpClient.get() takes a 103 for an answer before the final one', async () => {
    const open = session();

    const response = await open.client.get('/hints');

    open.close();
    const { timings } = response;
    expect(response.text()).toBe('late');
    expect(timings.interim).toEqual([{ status: 103, atMs: expect.any(Number) }]);
    expect(timings.interim?.[0]?.atMs).toBeLessThan(timings.totalMs);
    expect(timings.phases.waitMs).toBeGreaterThan(BACKEND_MS - 20);
    expectWhole(timings);
  });

  it('HttpClient shares one connection among concurrent requests; the connection phases are those of the first', async () => {
    const before = server.sessions.length;
    const open = session();

    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => open.client.get(`/slow?${index}`)),
    );

    open.close();
    const records = all.map(({ timings }) => timings);
    expect(server.sessions.length - before).toBe(1);
    expect(records.map(({ connection }) => connection)).toEqual([
      'new',
      ...Array.from({ length: 19 }, () => 'reused'),
    ]);
    for (const each of records) {
      expectWhole(each);
      expect(each.phases.waitMs).toBeGreaterThanOrEqual(BACKEND_MS - 1);
    }
    for (const { phases, tls, remoteAddress } of records.slice(1)) {
      expect(phases).toMatchObject({ dnsMs: null, tcpMs: null, tlsMs: null });
      expect(tls).toEqual(records[0]?.tls);
      expect(remoteAddress).toBe('127.0.0.1');
    }
  });

  it('HttpClient.get() stores each cookie and follows redirects over the same connection', async () => {
    const open = session();

    const response = await open.client.get('/cookies', { headers: { cookie: 'own=3' } });

    open.close();
    expect(response.json()).toMatchObject({ cookie: 'own=3; a=1; b=2' });
    expect(response.hops.map(({ status, connection }) => [status, connection])).toEqual([
      [302, 'new'],
      [200, 'reused'],
    ]);
  });

  it('HttpClient.get() follows redirects between the protocols', async () => {
    const plain = await startServer((_request, response) => {
      response.writeHead(302, { location: `${server.origin}/` }).end();
    });
    const open = session();

    const { timings, hops } = await open.client.get(plain.origin);

    open.close();
    await plain.close();
    expect(hops.map(({ protocol }) => protocol)).toEqual(['http/1.1', 'h2']);
    expect(timings.protocol).toBe('h2');
  });

  it('HttpClient.get() resets no stream that is complete', async () => {
    const before = server.sessions.length;
    const open = session();

    for (let turn = 0; turn < MAX_RESETS + 200; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other
      await open.client.get('/');
    }

    open.close();
    expect(server.sessions.length - before).toBe(1);
  });

  it('HttpClient.post() gets a new connection unless another request is under way', async () => {
    const open = session();
    await open.client.get('/');
    const before = server.sessions.length;

    await open.client.post('/echo', { body: 'order' });
    const [, posted] = await Promise.all([
      open.client.get('/slow'),
      open.client.post('/echo', { body: 'order' }),
      open.client.post('/echo', { body: 'order', repeatable: true }),
    ]);

    open.close();
    expect(posted.timings.connection).toBe('reused');
    expect(server.sessions.length - before).toBe(1);
  });

  it('openHttpSession() connects again when the run is another', async () => {
    const first = session();
    await first.client.get('/');
    first.close();

    const second = session();
    const { timings } = await second.client.get('/');

    second.close();
    expect(timings.connection).toBe('new');
  });

  it('HttpClient.get() connects elsewhere by connectTo, and asks for another name by serverName', async () => {
    const open = testSession({ ca: authority.cert });

    const response = await open.client.get('https://shop.example/', {
      connectTo: new URL(server.origin).host,
      serverName: 'localhost',
    });

    open.close();
    expect(response.timings).toMatchObject({ protocol: 'h2', remoteAddress: '127.0.0.1' });
    expect(response.json()).toMatchObject({ ':authority': 'shop.example' });
  });

  it('HttpClient.get() is blocked from private addresses as in HTTP/1.1', async () => {
    const open = testSession({ ca: authority.cert, allowPrivate: false });

    const failure = await failureOf(open.client.get(server.origin));

    open.close();
    expect(failure.code).toBe('security.blocked');
  });

  it('HttpClient.get() sends credentials to the origin of the base URL only', async () => {
    const credentials = { username: 'kim', password: 'hunter2' };
    const open = session({ credentials });
    const other = session({ credentials, baseUrl: 'https://shop.example' });

    const own = await open.client.get('/');
    const foreign = await other.client.get(server.origin);

    open.close();
    other.close();
    expect(own.json()).toMatchObject({ authorization: `Basic ${btoa('kim:hunter2')}` });
    expect(foreign.json()).not.toHaveProperty('authorization');
  });
});
