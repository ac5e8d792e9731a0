import type { Page } from 'playwright-core';
import type { BrowserPort } from '../../../lib/core/ports.ts';
import type { RunVitals, VitalName } from '../../../lib/core/record/run-record.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import { attemptIn, testBrowser } from '../../support/browser-attempt.ts';
import {
  FIRST_BYTE_MS,
  HANDLER_MS,
  IMAGE_DELAY_MS,
  SHIFT,
  startVitalsServer,
  TASKS_MS,
  type VitalsServer,
} from '../../support/vitals-server.ts';

const RUNS = 5;
const TOLERANCE_MS = 50;

let server: VitalsServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startVitalsServer();
  browser = testBrowser();
  await visit('/plain');
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

async function visit(
  path: string,
  act: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<AttemptResult> {
  return attemptIn(browser, {
    plan: { baseUrl: server.origin },
    browserPlan: { viewport: SHIFT.viewport },
    body: async ({ page, step }) => {
      await step('open', async () => page.goto(path));
      await step('act', async () => act(page));
    },
  });
}

async function repeated(path: string, act?: (page: Page) => Promise<unknown>) {
  const results: AttemptResult[] = [];
  for (let run = 0; run < RUNS; run += 1) results.push(await visit(path, act));

  return results;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function medianVital(results: readonly AttemptResult[], name: VitalName): number {
  return medianOf(results.map(({ vitals }) => vitals?.[name]?.value ?? Number.NaN));
}

function vitalsOf(results: readonly AttemptResult[]): RunVitals {
  const vitals = results.at(-1)?.vitals;
  if (!vitals) throw new TypeError('The run has no vitals');

  return vitals;
}

function show(name: string, expected: number, measured: number): void {
  process.stderr.write(
    `${name}: built ${expected.toFixed(3)}, measured ${measured.toFixed(3)}, ` +
      `error ${(measured - expected).toFixed(3)}\n`,
  );
}

async function titled(page: Page, title: string): Promise<void> {
  await page.waitForFunction((wanted) => document.title === wanted, title);
}

describe('vitals', () => {
  test('lcp is the moment of a late image, and its element and parts are named', async () => {
    const results: AttemptResult[] = [];
    const built: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      results.push(await visit('/lcp'));
      built.push(server.imageMs());
    }

    const lcp = vitalsOf(results).lcp;
    show('LCP ms', medianOf(built), medianVital(results, 'lcp'));
    expect(Math.abs(medianVital(results, 'lcp') - medianOf(built))).toBeLessThan(TOLERANCE_MS);
    expect(lcp?.attribution).toMatchObject({ element: '#hero', url: `${server.origin}/hero.bmp` });
    const { resourceLoadDuration } = lcp?.attribution ?? {};
    expect(Math.abs(Number(resourceLoadDuration) - IMAGE_DELAY_MS)).toBeLessThan(TOLERANCE_MS);
  });

  test('cls is the score of a known shift, with the element that moved', async () => {
    const results = await repeated('/cls', async (page) => titled(page, 'shifted'));

    show('CLS', SHIFT.value, medianVital(results, 'cls'));
    expect(Math.abs(medianVital(results, 'cls') - SHIFT.value)).toBeLessThan(0.01);
    expect(vitalsOf(results).cls?.attribution['element']).toBe('#block');
    expect(results.at(-1)?.steps.map(({ name, vitals }) => [name, vitals?.cls])).toEqual([
      ['open', undefined],
      ['act', expect.closeTo(SHIFT.value, 2)],
    ]);
  });

  test('inp is the time of a slow handler, with the element that was clicked', async () => {
    const results = await repeated('/inp', async (page) => {
      await page.click('#slow');
      await titled(page, 'done');
    });

    show('INP ms', HANDLER_MS, medianVital(results, 'inp'));
    expect(Math.abs(medianVital(results, 'inp') - HANDLER_MS)).toBeLessThan(TOLERANCE_MS);
    const { element, processingDuration } = vitalsOf(results).inp?.attribution ?? {};
    expect(element).toBe('#slow');
    expect(Math.abs(Number(processingDuration) - HANDLER_MS)).toBeLessThan(TOLERANCE_MS);
    expect(results.at(-1)?.steps[1]?.vitals?.inpMs).toBeGreaterThan(HANDLER_MS - TOLERANCE_MS);
    expect(results.at(-1)?.steps[0]?.vitals?.inpMs).toBeUndefined();
  });

  test('tbt is what long tasks block after the first paint, with the longest named', async () => {
    const results = await repeated('/tbt', async (page) => titled(page, 'done'));

    const built = TASKS_MS.reduce((sum, ms) => sum + ms - 50, 0);
    show('TBT ms', built, medianVital(results, 'tbt'));
    expect(Math.abs(medianVital(results, 'tbt') - built)).toBeLessThan(TOLERANCE_MS);
    const { longestTaskDuration, script } = vitalsOf(results).tbt?.attribution ?? {};
    expect(Math.abs(Number(longestTaskDuration) - 180)).toBeLessThan(TOLERANCE_MS);
    expect(script).toBe(`${server.origin}/tbt`);
  });

  test('ttfb is the wait for the first byte, and fcp follows it', async () => {
    const results = await repeated('/ttfb');

    show('TTFB ms', FIRST_BYTE_MS, medianVital(results, 'ttfb'));
    expect(Math.abs(medianVital(results, 'ttfb') - FIRST_BYTE_MS)).toBeLessThan(TOLERANCE_MS);
    expect(medianVital(results, 'fcp')).toBeGreaterThan(medianVital(results, 'ttfb'));
  });

  test('a vital that the browser did not report is absent', async () => {
    const { vitals, steps } = await visit('/plain');

    expect(Object.keys(vitals ?? {}).toSorted()).toEqual([
      'cls',
      'fcp',
      'lcp',
      'navigations',
      'tbt',
      'ttfb',
    ]);
    expect(steps.map((step) => step.vitals)).toEqual([undefined, undefined]);
  });
});
