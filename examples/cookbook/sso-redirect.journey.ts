import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'sso-redirect',
  {
    schedule: every('10m'),
    secrets: ['guild/nevil'],
    // The demo's identity provider runs on this machine, too. A public one needs no permission.
    allowPrivate: true,
  },
  async ({ page, step, secret }) => {
    await step('go to the identity provider', async () => {
      await page.goto('/account/login');
      await page.getByRole('link', { name: "Sign in with the Surveyors' Guild" }).click();
      await expect(page.getByRole('heading', { name: "The Surveyors' Guild" })).toBeVisible();
    });

    await step('come back signed in', async () => {
      await page.getByLabel('Member').fill('nevil');
      await page.getByLabel('Password').fill(secret('guild/nevil'));
      await page.getByRole('button', { name: 'Continue to the shop' }).click();
      // A relative URL is resolved against the shop's base URL, so this also checks the origin.
      await expect(page).toHaveURL('/account');
      await expect(page.getByText('Signed in as nevil')).toBeVisible();
    });
  },
);
