import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'shop-api',
  {
    schedule: every('1m'),
    timeout: '10s',
    alarm: { failingRegions: 2, datapoints: [1, 1] },
  },
  async ({ http, step }) => {
    await step('ask', async () => {
      // A journey does not know where it runs; the function's process knows.
      const headers = { 'x-function': String(process.ppid) };
      const response = await http.get('/api', { headers });

      expect(response.json()).toEqual({ status: 'ok' });
    });
  },
);
