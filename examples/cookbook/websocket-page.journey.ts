import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'websocket-page',
  {
    schedule: every('5m'),
    budgets: [{ metric: 'step:hear the news', statistic: 'p95', max: '2s' }],
  },
  async ({ page, step }) => {
    await step('open the page', async () => {
      const [socket] = await Promise.all([page.waitForEvent('websocket'), page.goto('/live')]);
      expect(socket.url()).toContain('/live/stock');
    });

    await step('hear the news', async () => {
      // Checks received data, not only the open socket: users would notice a silent feed.
      await expect(page.getByRole('status')).toHaveText(/^Live: \d+ updates$/, { timeout: 4_000 });
    });
  },
);
