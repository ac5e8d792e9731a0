import http from 'node:http';
import { type Shop, startShop } from '../../examples/shop/server.ts';
import { controlPanel, NO_KNOBS } from '../../examples/shop/knobs.ts';

let shop: Shop;

beforeEach(async () => {
  shop = await startShop();
});

afterEach(async () => shop.close());

async function turn(knobs: unknown): Promise<Response> {
  return fetch(`${shop.url}/_control`, { method: 'POST', body: JSON.stringify(knobs) });
}

/** Of a path as it is: fetch would tidy it up. */
async function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http
      .get(shop.url, { path }, (response) => resolve(response.resume().statusCode))
      .on('error', reject);
  });
}

async function post(path: string, body: unknown, token?: string): Promise<Response> {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };

  return fetch(shop.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('startShop()', () => {
  test('serves the catalogue page by page', async () => {
    const response = await fetch(`${shop.url}/api/products?page=3`);

    expect(await response.json()).toMatchObject({ page: 3, pages: 3, total: 12, next: null });
  });

  test('takes an order from a user who is signed in', async () => {
    const login = await post('/api/login', { user: 'ada', password: 'chain-and-compass' });
    const { token }: { token: string } = await login.json();
    await post('/api/cart', { id: 'plumb-bob', quantity: 3 }, token);

    const order = await post('/api/orders', {}, token);

    expect(order.status).toBe(201);
    expect(await order.json()).toMatchObject({ totalCents: 5_700 });
  });

  test('refuses an order from a stranger', async () => {
    const order = await post('/api/orders', {});

    expect(order.status).toBe(401);
  });

  test('answers 404 with a page where there is none', async () => {
    const response = await fetch(`${shop.url}/nowhere`);

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('No such page on our map');
  });

  test('shows hostile words of a search inert', async () => {
    const words = encodeURIComponent('"><script>alert(1)</script>');

    const response = await fetch(`${shop.url}/search?q=${words}`);

    expect(await response.text()).not.toContain('<script>alert(1)');
  });

  test('waits before the first byte of a delayed route', async () => {
    await turn({ delayMs: { '/api': 5, '/api/health': 80 } });
    const start = performance.now();

    await fetch(`${shop.url}/api/health`);

    expect(performance.now() - start).toBeGreaterThanOrEqual(79);
  });

  test('fails the share of requests that is configured', async () => {
    await turn({ errors: [{ route: '/api/health', rate: 1, status: 503 }] });

    expect((await fetch(`${shop.url}/api/health`)).status).toBe(503);
    expect((await fetch(`${shop.url}/api/products`)).status).toBe(200);
  });

  test('refuses a knob that does not exist and names those that do', async () => {
    const response = await turn({ slowness: 3 });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error:
        'Cannot set slowness: unknown knob; expected delayMs, jitterPercent, errors, leakKb, layoutShift, slowImageMs, busyClickMs, broken, thirdParty, drift',
    });
  });

  test.each([
    [{ delayMs: { '/api': '200' } }, 'delayMs', 'milliseconds by route'],
    [{ errors: 5 }, 'errors', 'a list such as'],
    [{ errors: [{ route: '/', rate: 2, status: 503 }] }, 'errors', 'a list such as'],
    [{ leakKb: -1 }, 'leakKb', 'a number of 0 or more'],
    [{ drift: {} }, 'drift', 'null, or such as'],
    [{ drift: { route: '/api' } }, 'drift', 'null, or such as'],
  ])('refuses the value of %j and stays as it was', async (knobs, name, expected) => {
    const response = await turn(knobs);

    expect(response.status).toBe(400);
    const { error }: { error: string } = await response.json();
    expect(error).toContain(`Cannot set ${name} to `);
    expect(error).toContain(`expected ${expected}`);
    expect(shop.panel.read()).toEqual(NO_KNOBS);
  });

  test('stays open whatever it is sent', async () => {
    const large = await fetch(`${shop.url}/login`, { method: 'POST', body: 'x'.repeat(200_000) });
    const odd = await statusOf('//');

    expect(large.status).toBe(413);
    expect(odd).toBe(400);
    expect((await fetch(`${shop.url}/api/health`)).status).toBe(200);
  });

  test('is as it should be after a reset', async () => {
    await turn({ layoutShift: true, slowImageMs: 900 });

    const response = await fetch(`${shop.url}/_control`, { method: 'DELETE' });

    expect(await response.json()).toMatchObject({ layoutShift: false, slowImageMs: 0 });
  });
});

describe('controlPanel()', () => {
  test('delayOf() drifts by the hour, in compressed time', () => {
    let nowMs = 0;
    const panel = controlPanel({ nowMs: () => nowMs });
    panel.turn({ drift: { route: '/api', msPerHour: 10, speedUp: 60 } });

    nowMs = 60_000;

    expect(panel.delayOf('/api/cart')).toBeCloseTo(10, 6);
    expect(panel.delayOf('/cart')).toBe(0);
  });

  test('delayOf() drifts with the clock of a compressed platform when the drift names no other', () => {
    let nowMs = 0;
    const panel = controlPanel({ nowMs: () => nowMs, timeScale: 8_640 });
    panel.turn({ delayMs: { '/api': 100 }, drift: { route: '/api', percentPerHour: 0.5 } });

    nowMs = 10_000;

    expect(panel.delayOf('/api/products')).toBeCloseTo(112, 6);
  });

  test('delayOf() drifts by a percentage of the delay, from when drift was turned', () => {
    let nowMs = 0;
    const panel = controlPanel({ nowMs: () => nowMs });
    panel.turn({ delayMs: { '/api': 40 }, drift: { route: '/api', percentPerHour: 50 } });

    nowMs = 1_800_000;
    panel.turn({ layoutShift: true });

    expect(panel.delayOf('/api/cart')).toBeCloseTo(50, 6);
  });

  test.each([
    [0, 90],
    [0.5, 100],
    [1, 110],
  ])('delayOf() varies by chance, evenly around the delay: at %d it is %d ms', (share, ms) => {
    const panel = controlPanel({ chance: () => share });
    panel.turn({ delayMs: { '/api': 100 }, jitterPercent: 10 });

    expect(panel.delayOf('/api/cart')).toBeCloseTo(ms, 6);
  });

  test('errorOf() fails by chance', () => {
    const panel = controlPanel({ chance: () => 0.3 });
    panel.turn({ errors: [{ route: '/', rate: 0.25, status: 500 }] });
    expect(panel.errorOf('/cart')).toBeNull();

    panel.turn({ errors: [{ route: '/', rate: 0.35, status: 500 }] });
    expect(panel.errorOf('/cart')).toBe(500);
  });
});
