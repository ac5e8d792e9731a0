import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'api-order',
  {
    description:
      'Signs in, fills the cart and places an order; each request uses values of the previous ones.',
    schedule: every('2m'),
    timeout: '20s',
    repeatable: false,
    // The demo user is not secret. List real credentials in `secrets` and read them with `secret(…)`.
    env: { USER: 'ada', PASSWORD: 'chain-and-compass' },
    budgets: [{ metric: 'duration', statistic: 'p95', max: '1s' }],
  },
  async ({ http, step, env, log }) => {
    const token = await step('sign in', async () => {
      const json = { user: env['USER'], password: env['PASSWORD'] };
      const response = await http.post('/api/login', { json });

      return String(response.json().token);
    });
    const headers = { authorization: `Bearer ${token}` };

    await step('fill the cart', async () => {
      const json = { id: 'field-compass', quantity: 2 };
      const cart = await http.post('/api/cart', { headers, json });

      expect(cart.json()).toMatchObject({ count: 2, totalCents: 11_800 });
    });

    await step('order', async () => {
      const order = await http.post('/api/orders', { headers });

      expect(order.status).toBe(201);
      log('order', order.json().id);
    });
  },
);
