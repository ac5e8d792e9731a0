import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'checkout',
  {
    schedule: every('15m'),
    // Every run places an order, so a failed run is neither retried nor repeated for a trace.
    repeatable: false,
    budgets: [{ metric: 'step:place the order', statistic: 'p95', max: '1.5s' }],
  },
  async ({ page, step, log }) => {
    await step('fill the cart', async () => {
      await page.goto('/products/field-compass');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await expect(page.getByRole('status')).toHaveText('In the cart');
    });

    await step('place the order', async () => {
      await page.goto('/checkout');
      await page.getByLabel('Name').fill('Synthetic Customer');
      await page.getByLabel('Street and number').fill('Meridian Road 1');
      await page.getByLabel('Town').fill('Greenwich');
      await page.getByLabel('Payment').selectOption('Invoice');
      await page.getByRole('button', { name: 'Place order' }).click();
      const thanks = page.getByText(/Order S-\d+ is on its way: € 59\.00/);
      await expect(thanks).toBeVisible();
      log(await thanks.innerText());
    });
  },
);
