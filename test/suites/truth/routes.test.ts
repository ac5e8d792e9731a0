import type { Page } from 'playwright-core';
import type { BrowserPort } from '../../../lib/core/ports.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { NavigationRecord, VitalName } from '../../../lib/core/record/run-record.ts';
import { attemptIn, testBrowser } from '../../support/browser-attempt.ts';
import {
  LATER_MS,
  LEAVING_MS,
  ROUTES,
  SHIFT,
  startVitalsServer,
  type VitalsServer,
} from '../../support/vitals-server.ts';

const RUNS = 5;
const TOLERANCE_MS = 50;
const CLS_TOLERANCE = 0.01;

let server: VitalsServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startVitalsServer();
  browser = testBrowser();
  await visit('/plain', async () => undefined);
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

type Step = (name: string, body: () => Promise<unknown>) => Promise<unknown>;
type Act = (page: Page, step: Step) => Promise<unknown>;

async function visit(path: string, act: Act): Promise<AttemptResult> {
  return attemptIn(browser, {
    plan: { baseUrl: server.origin },
    browserPlan: { viewport: SHIFT.viewport },
    body: async ({ page, step }) => {
      await step('open', async () => page.goto(path));
      await act(page, step);
    },
  });
}

async function repeated(path: string, act: Act): Promise<readonly AttemptResult[]> {
  const results: AttemptResult[] = [];
  for (let run = 0; run < RUNS; run += 1) results.push(await visit(path, act));

  return results;
}

/** The median of a vital of the view at an address, over all runs; NaN if one has none. */
function medianOf(results: readonly AttemptResult[], path: string, name: VitalName): number {
  const values = results.map((result) => viewOf(result, path)?.vitals[name]?.value ?? Number.NaN);

  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function viewOf({ vitals }: AttemptResult, path: string): NavigationRecord | undefined {
  return vitals?.navigations.find(({ url }) => url === `${server.origin}${path}`);
}

function lastOf(results: readonly AttemptResult[]): AttemptResult {
  const last = results.at(-1);
  if (last === undefined) throw new RangeError('There were no runs');

  return last;
}

function errorOf(what: string, { measured, built }: Record<'measured' | 'built', number>): number {
  process.stderr.write(
    `${what}: built ${built.toFixed(3)}, measured ${measured.toFixed(3)}, ` +
      `error ${(measured - built).toFixed(3)}\n`,
  );

  return Math.abs(measured - built);
}

async function titled(page: Page, title: string): Promise<void> {
  await page.waitForFunction((wanted) => document.title === wanted, title);
}

async function throughAllRoutes(page: Page, step: Step): Promise<void> {
  for (const { path } of ROUTES) {
    await step(`go ${path}`, async () => {
      await page.click('#go');
      await titled(page, path);
    });
    await step(`use ${path}`, async () => {
      await page.click('#slow');
      await titled(page, `shifted ${path}`);
    });
  }
  await step('leave', async () => {
    await page.click('#later');
    await page.waitForURL('**/later');
  });
}

describe('vitals of soft navigations', () => {
  test('lcp, inp and cls of each route are those that it was built with', async () => {
    const results = await repeated('/app', throughAllRoutes);

    for (const { path, ...built } of ROUTES) {
      for (const [vital, value] of [
        ['lcp', built.contentMs],
        ['inp', built.handlerMs],
      ] as const) {
        const measured = medianOf(results, path, vital);
        expect(errorOf(`${path} ${vital} ms`, { measured, built: value })).toBeLessThan(
          TOLERANCE_MS,
        );
      }
      const measured = medianOf(results, path, 'cls');
      expect(errorOf(`${path} cls`, { measured, built: built.cls })).toBeLessThan(CLS_TOLERANCE);
    }
    expect(medianOf(results, '/app', 'cls')).toBeLessThan(CLS_TOLERANCE);
    const measured = medianOf(results, '/later', 'ttfb');
    expect(errorOf('/later ttfb ms', { measured, built: LATER_MS })).toBeLessThan(TOLERANCE_MS);
    const last = lastOf(results);
    const worst = viewOf(last, '/app/three');
    expect(last.vitals).toMatchObject({
      inp: worst?.vitals.inp,
      cls: worst?.vitals.cls,
      navigations: [
        { url: `${server.origin}/app`, step: 'open' },
        { url: `${server.origin}/app/one`, step: 'go /app/one', soft: true },
        { url: `${server.origin}/app/two`, step: 'go /app/two', soft: true },
        { url: `${server.origin}/app/three`, step: 'go /app/three', soft: true },
        { url: `${server.origin}/later`, step: 'leave' },
      ],
    });
  });

  test('a soft navigation has no ttfb and no tbt, which no browser reports of it', async () => {
    const result = await visit('/app', throughAllRoutes);

    const vitals = viewOf(result, '/app/one')?.vitals ?? {};
    expect(Object.keys(vitals).toSorted()).toEqual(['cls', 'fcp', 'inp', 'lcp']);
    expect(vitals.lcp?.attribution).toMatchObject({ element: '#content' });
    expect(vitals.lcp?.attribution['timeToFirstByte']).toBeUndefined();
  });
});

describe('a click that loads another document', () => {
  test.each(['later', 'soon'])(
    'has its inp and its blocking time in the view and the run (%s)',
    async (name) => {
      const results = await repeated('/leave', async (page, step) => {
        await step('leave', async () => {
          await page.click(`#${name}`);
          await page.waitForURL(`**/${name}`);
        });
      });

      for (const [vital, built] of [
        ['inp', LEAVING_MS],
        ['tbt', LEAVING_MS - 50],
      ] as const) {
        const measured = medianOf(results, '/leave', vital);
        expect(errorOf(`${vital} ms`, { measured, built })).toBeLessThan(TOLERANCE_MS);
      }
      const inp = expect.objectContaining({
        attribution: expect.objectContaining({ element: `#${name}` }),
      });
      for (const { vitals, steps } of results) {
        expect(vitals).toMatchObject({ inp, navigations: [{ vitals: { inp } }, {}] });
        expect(Object.keys(vitals?.navigations[1]?.vitals ?? {})).not.toContain('inp');
        expect(steps.at(-1)?.vitals?.inpMs).toBeGreaterThan(LEAVING_MS - TOLERANCE_MS);
      }
    },
  );
});
