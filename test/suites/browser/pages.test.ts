import { type ReaderBrowser, readerBrowser } from '../../support/reader-browser.ts';
import { journeyTests, overviewTests } from './page-values.ts';
import { otherTests } from './other-values.ts';
import { readerTests } from './readers.ts';
import { runTests } from './run-values.ts';
import type { Scene } from './scene.ts';
import { faultsOf, PAGE_NAMES, pagesOf, WIDTHS } from './page-checks.ts';
import { type BrowserWorld, browserWorld } from './world.ts';

const FILL_MS = 180_000;

let world: BrowserWorld;
let reader: ReaderBrowser;

beforeAll(async () => {
  world = await browserWorld();
  reader = await readerBrowser();
}, FILL_MS);

afterAll(async () => {
  // If beforeAll() failed, some of them are missing.
  await Promise.all([reader, world].map((part) => part?.end()));
});

function scene(): Scene {
  return { world, reader };
}

describe('the overview', () => {
  overviewTests(scene);
});

describe('a journey', () => {
  journeyTests(scene);
});

describe('a run', () => {
  runTests(scene);
});

describe('comparison, costs, and unknown addresses', () => {
  otherTests(scene);
});

describe('readers', () => {
  readerTests(scene);
});

describe('every page', () => {
  it.each(PAGE_NAMES.flatMap((name) => WIDTHS.map((width) => ({ name, width }))))(
    '$name at $width px, light and dark, has no console errors, no overflow and no serious axe findings',
    async ({ name, width }) => {
      const known = pagesOf(world).find((page) => page.name === name);
      if (known === undefined) throw new Error(`no page ${name}`);

      const faults = await faultsOf(reader.browser, known, width);

      expect(faults).toEqual([]);
    },
  );
});
