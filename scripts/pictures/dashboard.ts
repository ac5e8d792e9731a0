// Takes a screenshot of a page of the dashboard over the store on this machine:
// tsx scripts/pictures/dashboard.ts NAME ADDRESS [HEIGHT], such as: dashboard 'journeys/api-order?last=60d'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { drawingBrowser } from './drawing-browser.ts';

const FOLDER = 'docs/images';
const WIDTH = 1280;
const USUAL_HEIGHT = '900';

async function main(): Promise<void> {
  const [name, address, height = USUAL_HEIGHT] = process.argv.slice(2);
  if (name === undefined || address === undefined) {
    throw new Error('expected a name and an address, such as: dashboard overview');
  }
  const server = spawn(
    process.execPath,
    ['dist/bin/waywiser.cjs', 'dashboard', '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [chunk]: unknown[] = await once(server.stdout, 'data');
  const { url }: { readonly url: string } = JSON.parse(String(chunk));
  const browser = await drawingBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: WIDTH, height: Number(height) },
      deviceScaleFactor: 2,
      colorScheme: 'light',
    });
    await page.goto(new URL(address, url).href, { waitUntil: 'load' });
    await page.locator('[data-drawn]').first().waitFor();
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
  } finally {
    await browser.close();
    server.kill('SIGINT');
  }
}

await main();
