import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'shop-page',
  {
    schedule: every('1m'),
    timeout: '20s',
    alarm: { failingRegions: 2, datapoints: [1, 1] },
  },
  async ({ page, step }) => {
    await page.setExtraHTTPHeaders({ 'x-function': String(process.ppid) });
    await step('open the shop', async () => {
      await page.goto('/');

      await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible();
    });
  },
);
