import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'search',
  {
    description: 'Searches for a product on a phone with a slow network.',
    schedule: every('1m'),
    device: 'Pixel 7',
    throttle: { network: '4g' },
    budgets: [{ metric: 'inp', statistic: 'p75', max: '200ms' }],
  },
  async ({ page, step }) => {
    await step('open the search', async () => {
      await page.goto('/search');
      await expect(page.getByRole('status')).toHaveText('12 instruments');
    });

    await step('narrow it down', async () => {
      await page.getByLabel('What are you looking for?').pressSequentially('brass');
      await expect(page.getByRole('status')).toHaveText('3 instruments');
    });

    await step('open the find', async () => {
      await page.getByRole('link', { name: 'Plumb bob' }).click();
      await expect(page.getByRole('heading', { name: 'Plumb bob' })).toBeVisible();
    });
  },
);
