import http from 'node:http';
import type { Duplex } from 'node:stream';
import { TOTP } from 'otpauth';
import { TWO_FACTOR_USER } from '../../examples/shop/account.ts';
import { GUILD_MEMBER } from '../../examples/shop/partner.ts';
import { type Shop, startShop } from '../../examples/shop/server.ts';
import { isCodeOf } from '../../examples/shop/totp.ts';

let shop: Shop;

beforeEach(async () => {
  shop = await startShop();
});

afterEach(async () => shop.close());

/** A visitor who keeps the session's cookie and follows no redirect. */
function visitor(): (path: string, form?: Record<string, string>) => Promise<Response> {
  let cookie = '';

  return async (path, form) => {
    const response = await fetch(new URL(path, shop.url), {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;

    return response;
  };
}

async function graphql(query: string, words = ''): Promise<unknown> {
  const body = JSON.stringify({ query, variables: { words } });

  return (await fetch(`${shop.url}/api/graphql`, { method: 'POST', body })).json();
}

async function signIn(code: string): Promise<Response> {
  const visit = visitor();
  const { name: user, password } = TWO_FACTOR_USER;
  await visit('/account/login', { user, password });
  await visit('/account/code', { code });

  return visit('/account');
}

async function vouchedFor(visit: ReturnType<typeof visitor>): Promise<URL> {
  const away = await visit('/account/sso');
  const { name: member, password } = GUILD_MEMBER;
  const back = await fetch(away.headers.get('location') ?? '', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ member, password }),
  });

  return new URL(back.headers.get('location') ?? '');
}

async function idsOf(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `?cursor=${cursor}`;
    const page: { items: { id: string }[]; nextCursor: string | null } = await (
      await fetch(`${shop.url}/api/stock${query}`)
    ).json();
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }

  return ids;
}

/** Opens a WebSocket as a browser does, and reads the first bytes that come. */
async function firstBytes(): Promise<{ readonly socket: Duplex; readonly bytes: Buffer }> {
  const request = http.request(`${shop.url}/live/stock`, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      // https://www.rfc-editor.org/rfc/rfc6455#section-1.3 has this key and what it is answered by.
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  });
  request.end();

  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('upgrade', (response, socket, head) => {
      expect(response.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
      if (head.length > 0) resolve({ socket, bytes: head });
      else socket.once('data', (bytes: Buffer) => resolve({ socket, bytes }));
    });
  });
}

async function sendNotes(): Promise<string> {
  const body = new FormData();
  body.set('notes', new File(['a,b\n1,2\n3,4\n'], '<notes>.csv'));

  return (await fetch(`${shop.url}/field-notes`, { method: 'POST', body })).text();
}

describe('isCodeOf()', () => {
  // https://www.rfc-editor.org/rfc/rfc6238#appendix-B, the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('knows the code that RFC 6238 lists for second %d', (second, code) => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

    expect(isCodeOf(secret, code, second * 1000)).toBe(true);
    expect(isCodeOf(secret, code, (second + 90) * 1000)).toBe(false);
  });
});

describe('the account', () => {
  test('takes the code that an authenticator shows', async () => {
    const account = await signIn(new TOTP({ secret: TWO_FACTOR_USER.totp }).generate());

    expect(await account.text()).toContain('Signed in as <strong>mary');
  });

  test('refuses the code of ten minutes ago', async () => {
    const timestamp = Date.now() - 600_000;

    const account = await signIn(
      new TOTP({ secret: TWO_FACTOR_USER.totp }).generate({ timestamp }),
    );

    expect(account.headers.get('location')).toBe('/account/login');
  });

  test('takes no code from someone who gave no password', async () => {
    const visit = visitor();
    await visit('/account/code', {
      code: new TOTP({ secret: TWO_FACTOR_USER.totp }).generate(),
    });

    expect((await visit('/account')).status).toBe(303);
  });
});

describe('single sign-on', () => {
  test('leads by another origin into the account', async () => {
    const visit = visitor();

    const back = await vouchedFor(visit);
    await visit(back.pathname + back.search);

    expect(new URL(shop.partnerUrl).origin).not.toBe(new URL(shop.url).origin);
    expect(await (await visit('/account')).text()).toContain('Signed in as <strong>nevil');
  });

  test('redeems a code once, and only for the visitor who was sent away', async () => {
    const visit = visitor();
    const back = await vouchedFor(visit);

    const stranger = await visitor()(back.pathname + back.search);
    const again = await visit(back.pathname + back.search);

    expect([stranger.status, again.status]).toEqual([403, 403]);
  });

  test('fails where the knob of its route says so', async () => {
    shop.panel.turn({ errors: [{ route: '/partner/authorize', rate: 1, status: 503 }] });

    const [provider, form] = await Promise.all(
      ['/authorize', '/card'].map(async (path) => fetch(shop.partnerUrl + path)),
    );

    expect([provider?.status, form?.status]).toEqual([503, 200]);
  });
});

describe('GraphQL', () => {
  test('answers the fields that were asked for', async () => {
    const answer = await graphql(
      'query S($words: String!) { instruments(words: $words) { id stock } }',
      'bob',
    );

    expect(answer).toEqual({ data: { instruments: [{ id: 'plumb-bob', stock: 88 }] } });
  });

  test.each([
    ['{ instruments { colour } }', 'Cannot query field "colour" on type "Instrument"'],
    ['nonsense', 'Cannot read the query'],
  ])('says what is wrong with %s', async (query, message) => {
    expect(await graphql(query)).toEqual({ data: null, errors: [{ message }] });
  });
});

describe('the stock', () => {
  test('is complete by its cursors, and not when they are broken', async () => {
    const whole = await idsOf();
    shop.panel.turn({ broken: ['cursor'] });
    const broken = await idsOf();

    expect(new Set(whole).size).toBe(12);
    expect(whole).toHaveLength(12);
    expect(broken.filter((id) => id === 'gunters-chain')).toHaveLength(2);
  });

  test('has no page for a unknown cursor', async () => {
    expect((await fetch(`${shop.url}/api/stock?cursor=x`)).status).toBe(400);
  });
});

describe('the live stock', () => {
  test('comes in frames of text', async () => {
    const { socket, bytes } = await firstBytes();
    socket.destroy();

    expect([bytes[0], bytes[1]]).toEqual([0x81, bytes.length - 2]);
    expect(JSON.parse(bytes.subarray(2).toString())).toEqual({ id: 'surveyors-wheel', stock: 8 });
  });

  test('does not keep the shop from closing', async () => {
    const { socket } = await firstBytes();
    const ended = new Promise((resolve) => {
      socket.once('close', resolve);
    });

    await shop.close();
    await ended;

    expect(socket.destroyed).toBe(true);
    shop = await startShop();
  });
});

test('the field notes say what arrived of a file, and no more', async () => {
  const whole = await sendNotes();
  shop.panel.turn({ broken: ['upload'] });
  const half = await sendNotes();

  expect(whole).toContain('&lt;notes&gt;.csv: 2 readings, 12 bytes');
  expect(half).toContain('1 readings, 6 bytes');
});

test('a knob for parts names those that there are', () => {
  expect(() => shop.panel.turn({ broken: ['toaster'] })).toThrow(
    'Cannot set broken to ["toaster"]: expected a list of parts: totp, graphql, upload, card, cursor, live',
  );
});
