import { browserJourney, every, expect } from 'waywiser';

const CSV = 'station,bearing\nA,12.5\nB,48.0\nC,97.3\n';

export default browserJourney('file-upload', { schedule: every('15m') }, async ({ page, step }) => {
  await step('open the form', async () => {
    await page.goto('/field-notes');
    await expect(page.getByRole('heading', { name: 'Field notes' })).toBeVisible();
  });

  await step('send the file', async () => {
    // The file is built in memory: a deployed journey has only its bundle, no other files.
    await page.getByLabel('Your readings, as CSV').setInputFiles({
      name: 'readings.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(CSV),
    });
    await page.getByRole('button', { name: 'Send' }).click();
    const said = `readings.csv: 3 readings, ${CSV.length} bytes`;
    await expect(page.getByRole('status')).toHaveText(said);
  });
});
