import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'spa-route',
  {
    schedule: every('10m'),
    // A client-side route change has no LCP, so the budget limits its step.
    budgets: [{ metric: 'step:change the route', statistic: 'p75', max: '500ms' }],
  },
  async ({ page, step }) => {
    const list = page.getByRole('heading', { name: 'Reading room' });
    const leaf = page.getByRole('heading', { name: 'Field compass' });

    await step('open the app', async () => {
      await page.goto('/reading-room');
      await expect(list).toBeVisible();
    });

    await step('change the route', async () => {
      await page.getByRole('link', { name: 'Field compass' }).click();
      await expect(leaf).toBeVisible();
      await expect(page).toHaveURL('/reading-room/field-compass');
    });

    await step('go back', async () => {
      await page.goBack();
      await expect(list).toBeVisible();
    });

    await step('come by the deep link', async () => {
      // Like a shared link: the server must know the route, too.
      await page.goto('/reading-room/field-compass');
      await expect(leaf).toBeVisible();
    });
  },
);
