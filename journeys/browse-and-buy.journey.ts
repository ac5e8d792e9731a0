import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'browse-and-buy',
  {
    description: 'From the front page to an order.',
    schedule: every('1m'),
    timeout: '45s',
    // Every run places an order, so a failed run is neither retried nor repeated for a trace.
    repeatable: false,
    budgets: [
      { metric: 'lcp', statistic: 'p75', max: '2.5s' },
      { metric: 'cls', statistic: 'p75', max: 0.1 },
      { metric: 'step:place the order', statistic: 'p95', max: '1.5s' },
    ],
    alarm: { failingRegions: 2, datapoints: [2, 3] },
  },
  async ({ page, step }) => {
    await step('open the shop', async () => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible();
    });

    await step('choose an instrument', async () => {
      await page.getByRole('link', { name: 'Brass theodolite' }).click();
      await expect(page.getByText('3 in stock')).toBeVisible();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await expect(page.getByRole('status')).toHaveText('In the cart');
    });

    await step('check the cart', async () => {
      await page.getByRole('link', { name: /^Cart/ }).click();
      await expect(page.getByRole('cell', { name: 'Brass theodolite' })).toBeVisible();
    });

    await step('place the order', async () => {
      await page.getByRole('link', { name: 'Checkout' }).click();
      await page.getByLabel('Name').fill('Ada Surveyor');
      await page.getByLabel('Street and number').fill('Meridian Road 1');
      await page.getByLabel('Town').fill('Greenwich');
      await page.getByRole('button', { name: 'Place order' }).click();
      await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    });
  },
);
