import { TOTP } from 'otpauth';
import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'login-with-totp',
  { schedule: every('10m'), secrets: ['shop/mary'] },
  async ({ page, step, secret }) => {
    await step('give the password', async () => {
      await page.goto('/account/login');
      await page.getByLabel('User').fill('mary');
      await page.getByLabel('Password').fill(secret('shop/mary', 'password'));
      await page.getByRole('button', { name: 'Continue' }).click();
    });

    await step('give the code', async () => {
      const code = new TOTP({ secret: secret('shop/mary', 'totp') }).generate();
      await page.getByLabel('Code of your authenticator').fill(code);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByText('Signed in as mary')).toBeVisible();
    });
  },
);
