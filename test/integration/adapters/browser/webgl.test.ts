import type { BrowserPort } from '../../../../lib/core/ports.ts';
import type { BrowserMode } from '../../../../lib/adapters/browser/launch-arguments.ts';
import { attemptIn, testBrowser } from '../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../support/page-server.ts';

/** Writes the colour of the pixel that it has drawn with WebGL into the title. */
const PAGE = `<title>page</title><canvas id="canvas" width="8" height="8"></canvas><script>
  const gl = canvas.getContext('webgl2', { preserveDrawingBuffer: true });
  if (gl === null) document.title = 'no graphics';
  else {
    gl.clearColor(0, 0.5, 1, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const pixel = new Uint8Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    document.title = pixel.join(' ');
  }</script>`;

let server: PageServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({ '/': PAGE });
});

afterEach(async () => {
  await browser.dispose();
});

afterAll(async () => {
  await server.close();
});

async function titleWith(webgl: boolean | undefined): Promise<string> {
  let title = '';
  const { outcome } = await attemptIn(browser, {
    plan: { baseUrl: server.origin },
    browserPlan: webgl === undefined ? {} : { webgl },
    body: async ({ page, step }) => {
      await step('open', async () => page.goto('/'));
      title = await page.title();
    },
  });

  expect(outcome).toBe('passed');

  return title;
}

test.each<BrowserMode>(['multi-process', 'single-process'])(
  'pages have WebGL in a journey with the option, and in no other (%s)',
  async (mode) => {
    browser = testBrowser({ mode });

    expect(await titleWith(undefined)).toBe('no graphics');
    expect(await titleWith(true)).toBe('0 128 255 255');
    expect(await titleWith(undefined)).toBe('no graphics');
  },
);
