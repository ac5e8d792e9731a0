import http from 'node:http';
import { closer, listen } from './listening.ts';

const PAGE = `<!doctype html><title>Shop</title><h1>Shop</h1>
<button onclick="this.textContent='Bought'">Buy</button><img src="/picture.svg" alt="">`;
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>';

/** The bundle of a browser journey that opens the page and presses its button. */
export const BUTTON_BUNDLE = `
const { browserJourney, every, expect } = require('waywiser');
module.exports.default = browserJourney('shop', { schedule: every('5m') }, async ({ page, step }) => {
  await step('open', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible();
  });
  await step('buy', async () => {
    await page.getByRole('button').click();
    await expect(page.getByRole('button')).toHaveText('Bought');
  });
});`;

/** Serves a page with a button and a picture, for runs that are repeated many times. */
export async function startButtonPage(): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  const server = http.createServer((request, response) => {
    const isPicture = request.url === '/picture.svg';
    response.setHeader('content-type', isPicture ? 'image/svg+xml' : 'text/html');
    response.end(isPicture ? PICTURE : PAGE);
  });
  const port = await listen(server);

  return { url: `http://127.0.0.1:${port}`, close: closer(server) };
}
