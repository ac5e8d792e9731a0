// A browser journey to a healthy target.
import { browserJourney, every, expect } from 'waywiser';

export default browserJourney('lossy-browser', { schedule: every('5m') }, async ({ page, env }) => {
  const timeout = env['TIMEOUT'] ?? '';
  await page.goto(
    env['TARGET'] ?? '',
    timeout === '' ? {} : { timeout: Number.parseInt(timeout, 10) * 1_000 },
  );

  await expect(page.getByText('healthy')).toBeVisible();
});
