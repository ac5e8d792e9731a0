import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'api-chain',
  { schedule: every('5m'), repeatable: false, secrets: ['shop/ada'] },
  async ({ http, step, secret }) => {
    const headers = await step('sign in', async () => {
      const json = { user: 'ada', password: secret('shop/ada') };
      const { token } = (await http.post('/api/login', { json })).json();

      return { authorization: `Bearer ${token}` };
    });

    const order = await step('order', async () => {
      await http.post('/api/cart', { headers, json: { id: 'plumb-bob', quantity: 3 } });

      return (await http.post('/api/orders', { headers })).json();
    });

    await step('find it again', async () => {
      const { orders } = (await http.get('/api/orders', { headers })).json();

      expect(orders).toContainEqual({
        id: order.id,
        totalCents: 5700,
        items: [{ id: 'plumb-bob', quantity: 3 }],
      });
    });
  },
);
