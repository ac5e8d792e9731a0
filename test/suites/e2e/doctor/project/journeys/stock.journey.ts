import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'stock',
  { schedule: every('12h'), regions: ['us-east-1'], timeout: '10s', isolated: true },
  async ({ http, step }) => {
    await step('ask', async () => {
      const response = await http.get('/stock');

      expect(response.status).toBe(200);
    });
  },
);
