import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'iframe',
  {
    schedule: every('15m'),
    repeatable: false,
    // The demo's card form runs on this machine, too. A public one needs no permission.
    allowPrivate: true,
  },
  async ({ page, step }) => {
    const card = page.frameLocator('iframe[title="Card payment"]');

    await step('open the form', async () => {
      await page.goto('/gift');
      await expect(card.getByLabel('Card number')).toBeVisible();
    });

    await step('pay', async () => {
      await card.getByLabel('Card number').fill('4242 4242 4242 4242');
      await card.getByLabel('Expiry').fill('12/30');
      await card.getByRole('button', { name: 'Pay € 50.00' }).click();
      // The page around the iframe must receive the result of the payment.
      await expect(page.getByRole('status')).toHaveText(/^Paid: C-/);
    });
  },
);
