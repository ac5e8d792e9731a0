import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'slow-api',
  { schedule: every('1m'), regions: ['us-east-1'], timeout: '20s' },
  async ({ http, step }) => {
    await step('wait for the answer', async () => {
      const response = await http.get('/slow', { headers: { 'x-function': String(process.ppid) } });

      expect(response.json()).toEqual({ status: 'ok' });
    });
  },
);
