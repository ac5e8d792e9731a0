import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'api-health',
  {
    description: 'Checks the health endpoint.',
    schedule: every('1m'),
    timeout: '10s',
    budgets: [{ metric: 'wait', statistic: 'p95', max: '200ms' }],
  },
  async ({ http, step }) => {
    await step('ask', async () => {
      const response = await http.get('/api/health');

      expect(response.json()).toEqual({ status: 'ok' });
    });
  },
);
