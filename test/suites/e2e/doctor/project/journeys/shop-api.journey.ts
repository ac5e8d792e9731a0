import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'shop-api',
  { schedule: every('12h'), timeout: '10s', secrets: ['shop/user', 'shop/token'] },
  async ({ http, step }) => {
    await step('ask', async () => {
      const response = await http.get('/api');

      expect(response.status).toBe(200);
    });
  },
);
