import { importHar } from '../../../lib/project/import/har/import-har.ts';
import { writeJourney } from '../../../lib/project/import/write-journey.ts';

interface Recorded {
  readonly url: string;
  readonly method?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sent?: unknown;
  /** JSON as it was sent. */
  readonly text?: string;
  readonly form?: string;
  readonly json?: unknown;
  readonly html?: string;
  readonly location?: string;
  readonly cookie?: string;
  readonly type?: string;
  readonly mime?: string;
}

function entry(recorded: Recorded, index: number): object {
  const { url, method = 'GET', headers = {} } = recorded;

  return {
    startedDateTime: new Date(index * 1000).toISOString(),
    ...(recorded.type === undefined ? {} : { _resourceType: recorded.type }),
    request: {
      method,
      url: url.startsWith('/') ? `https://shop.example${url}` : url,
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      ...postDataOf(recorded),
    },
    response: responseOf(recorded),
  };
}

function postDataOf({ sent, text, form }: Recorded): object {
  if (text !== undefined) return { postData: { mimeType: 'application/json', text } };
  if (sent !== undefined) {
    return { postData: { mimeType: 'application/json', text: JSON.stringify(sent) } };
  }
  if (form === undefined) return {};

  return { postData: { mimeType: 'application/x-www-form-urlencoded', text: form } };
}

function responseOf({ status = 200, html, json, location, cookie, mime }: Recorded): object {
  const text = html ?? (json === undefined ? '' : JSON.stringify(json));
  const mimeType = mime ?? (html === undefined ? 'application/json' : 'text/html');
  const headers = { Location: location, 'Set-Cookie': cookie };

  return {
    status,
    headers: Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ name, value })),
    content: { mimeType, text },
  };
}

function made(recorded: readonly Recorded[]) {
  const text = JSON.stringify({ log: { version: '1.2', entries: recorded.map(entry) } });
  const options = { name: 'shop', baseUrls: ['https://shop.example'], operations: [], tags: [] };
  const { model, notes, secrets } = importHar({ label: 'shop.har', text }, options);

  return { code: writeJourney(model), notes, secrets };
}

test('importHar() keeps pages and calls of the site, and says what it left out', () => {
  const { code, notes } = made([
    { url: '/', html: '<title>Shop</title>', type: 'document' },
    { url: '/hero.png', type: 'image', mime: 'image/png' },
    { url: '/app.js', type: 'script', mime: 'text/javascript' },
    { url: 'https://api.shop.example/stock', json: { left: 3 }, type: 'fetch' },
    { url: 'https://stats.example/collect', type: 'fetch' },
    { url: '/api/cart', method: 'OPTIONS', type: 'preflight' },
    { url: '/api/lost', status: 0, type: 'fetch' },
  ]);

  expect(notes).toEqual([
    'Left out of the archive: images, styles, fonts and scripts (2), requests to stats.example (1), preflights (1), requests without a response (1).',
  ]);
  expect(code).toContain("http.get('/');");
  expect(code).toContain("http.get('https://api.shop.example/stock')");
  expect(code).toContain("toContain('<title>Shop</title>')");
  expect(code).toContain('toMatchObject({ left: expect.any(Number) })');
  expect(code).not.toMatch(/collect\?|hero|lost/);
});

test('importHar() reports files from calls without the browser having said so', () => {
  const { notes } = made([
    { url: '/', html: '<h1>Shop</h1>' },
    { url: '/a.woff2', mime: 'font/woff2' },
    { url: '/b.css', mime: 'text/css' },
    { url: '/api/x', json: {} },
  ]);

  expect(notes).toEqual(['Left out of the archive: images, styles, fonts and scripts (2).']);
});

test('importHar() keeps headers that were asked for, and none of the browser', () => {
  const { code } = made([
    {
      url: '/api/x',
      json: { ok: true },
      headers: {
        ':authority': 'shop.example',
        'User-Agent': 'Mozilla/5.0',
        'sec-ch-ua': '"Chromium"',
        Cookie: 'a=b',
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'X-Tenant': 'north',
        traceparent: '00-1-2-3',
      },
    },
  ]);

  expect(code).toContain("http.get('/api/x', { headers: { 'x-tenant': 'north' } })");
});

test('importHar() lets values flow from the answer that had them first', () => {
  const { code, secrets } = made([
    {
      url: '/api/login',
      method: 'POST',
      sent: { user: 'ada', password: 'chain-and-compass' },
      json: { data: { token: 'a1b2c3d4-0000' }, user: 'ada' },
    },
    {
      url: '/api/orders',
      method: 'POST',
      headers: { authorization: 'Bearer a1b2c3d4-0000' },
      sent: { quantity: 2 },
      json: { id: 100_817, quantity: 2 },
      status: 201,
    },
    {
      url: '/api/orders/100817?key=a1b2c3d4-0000',
      headers: { authorization: 'Bearer a1b2c3d4-0000' },
      json: { id: 100_817, quantity: 2 },
    },
  ]);

  expect(code).toContain("const token = await step('sign in', async () => {");
  expect(code).toContain('return String(response.json().data.token);');
  expect(code).toContain('const headers = { authorization: `Bearer ${token}` };');
  expect(code).toContain("const orderId = await step('create an order', async () => {");
  expect(code).toContain('return Number(response.json().id);');
  expect(code).toContain('http.get(`/api/orders/${orderId}`, { headers, query: { key: token } })');
  expect(code).toContain('expect(response.status).toBe(201);');
  expect(code).toContain('quantity: 2');
  expect(secrets.map(({ name }) => name)).toEqual(['shop/password']);
  expect(code).not.toContain('chain-and-compass');
});

test('importHar() does not take for found what the user had said before', () => {
  const { code } = made([
    { url: '/api/cart', method: 'POST', sent: { id: 'compass-12' }, json: { id: 'compass-12' } },
    { url: '/api/products/compass-12', json: { id: 'compass-12' } },
  ]);

  expect(code).toContain("http.get('/api/products/compass-12')");
  expect(code).toContain("toMatchObject({ id: 'compass-12' })");
});

test('importHar() takes a hidden field from the page that had it', () => {
  const { code } = made([
    {
      url: '/login',
      html: '<h1>Sign in</h1><input type="hidden" name="_csrf" value="Zk3-91xY">',
      type: 'document',
    },
    {
      url: '/login',
      method: 'POST',
      form: '_csrf=Zk3-91xY&user=ada',
      html: '<h1>Hello</h1>',
      type: 'document',
    },
  ]);

  expect(code).toContain('const csrf = await step(');
  expect(code).toContain('/name="_csrf" value="([^"]+)"/.exec(response.text())?.[1]');
  expect(code).toContain("form: { _csrf: csrf, user: 'ada' }");
});

test('importHar() leaves redirects to the client, and expects their end', () => {
  const { code } = made([
    {
      url: '/checkout',
      method: 'POST',
      form: 'name=Ada',
      status: 303,
      location: '/thanks?id=17',
      type: 'document',
    },
    { url: '/thanks?id=17', html: '<h1>Thank you</h1>', type: 'document' },
  ]);

  expect(code.match(/http\./g)).toHaveLength(1);
  expect(code).toContain("toContain('<h1>Thank you</h1>')");
});

test('importHar() says which cookies the journey does not have', () => {
  const { notes } = made([
    {
      url: '/',
      html: '<h1>Shop</h1>',
      headers: { Cookie: 'sid=77aa; lang=en' },
      cookie: 'seen=1; Path=/',
    },
    { url: '/api/x', json: {}, headers: { Cookie: 'sid=77aa; seen=1' } },
  ]);

  expect(notes).toEqual([
    'The browser already had cookies when the recording started ("sid", "lang"). The journey starts without them, so it may have to sign in first.',
  ]);
});

test('importHar() allows a status that the recording had', () => {
  const { code } = made([{ url: '/api/me', status: 401, json: { error: 'who?' } }]);

  expect(code).toContain("http.get('/api/me', { allowStatus: [401] })");
  expect(code).toContain('expect(response.status).toBe(401);');
});

test.each([
  ['{"log":{}}', /it has no "log.entries"/],
  ['{"log":{"entries":[{}]}}', /entry 1 has no URL of a request/],
  ['{"log":{"entries":[]}}', /it has no page and no API call/],
  ['{"log":{"entries":[', /shop\.har:1:20: it is not valid JSON/],
])('importHar() refuses %s', (text, message) => {
  const options = { name: null, baseUrls: [], operations: [], tags: [] };

  expect(() => importHar({ label: 'shop.har', text }, options)).toThrow(message);
});

test('importHar() sends repeated fields as they were sent', () => {
  const { code } = made([{ url: '/a?tag=1&tag=2', method: 'POST', form: 'tag=a+b&tag=c' }]);

  expect(code).toContain("http.post('/a?tag=1&tag=2', {");
  expect(code).toContain("body: 'tag=a%20b&tag=c'");
  expect(code).toContain("'content-type': 'application/x-www-form-urlencoded'");
});

test('importHar() sends a number of more digits than JavaScript has as it was sent', () => {
  const body = '{"id":1234567890123456789,"password":"hunter-22"}';
  const { code } = made([{ url: '/a', method: 'POST', text: body }]);

  expect(code.replaceAll(/\n\s*/g, '')).toContain(
    'body: `{"id":1234567890123456789,"password":"${secret(\'shop/password\')}"}`',
  );
  expect(code).toContain("'content-type': 'application/json'");
});
