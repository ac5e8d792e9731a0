import type { RequestRecord, RunRecord, StepRecord } from '../../lib/core/record/run-record.ts';
import { instrumentReading, requestPhases, requestRecord, stepRecord } from './record-parts.ts';

/** Makes an API run of two steps and three requests that passed in 48.2 ms. */
export function passedRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const reused = { connection: 'reused', step: 'read a product' } as const;

  return {
    schema: 1,
    runId: 'api-catalogue-20261122T165400Z-local',
    journey: 'api-catalogue',
    kind: 'api',
    stage: 'dev',
    region: 'local',
    scheduledAt: '2026-11-22T16:54:00.000Z',
    startedAt: '2026-11-22T16:54:00.210Z',
    onDemand: false,
    outcome: 'passed',
    cause: null,
    error: null,
    durationMs: 48.2,
    attempts: 1,
    attemptList: [{ outcome: 'passed', cause: null, message: null, durationMs: 48.2 }],
    flaky: false,
    checks: 4,
    steps: [
      stepRecord({ name: 'list the products', durationMs: 21.4 }),
      stepRecord({ name: 'read a product', startMs: 21.6, durationMs: 26.1 }),
    ],
    requests: [
      requestRecord({ step: 'list the products', startMs: 0.8 }),
      requestRecord({
        ...reused,
        url: 'http://shop.test/api/products/7',
        startMs: 22,
        phases: requestPhases({ sendMs: 0.2, waitMs: 8.8, receiveMs: 0.4 }),
        totalMs: 9.4,
        sizeBytes: 612,
      }),
      requestRecord({
        ...reused,
        url: 'http://shop.test/api/products/7/reviews',
        startMs: 32,
        phases: requestPhases({ sendMs: 0.2, waitMs: 13.6, receiveMs: 1.2 }),
        totalMs: 15,
        sizeBytes: 4210,
      }),
    ],
    vitals: null,
    instrument: instrumentReading(),
    evidence: [],
    console: [],
    pageErrors: [],
    log: [],
    omitted: {},
    journeyVersion: '5f2c',
    ...changes,
  };
}

/** Makes a browser run in which paying failed inside the checkout, with evidence. */
export function failedRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return passedRecord({
    runId: 'browse-and-buy-20261122T165400Z-local',
    journey: 'browse-and-buy',
    kind: 'browser',
    region: 'eu-west-1',
    outcome: 'failed',
    cause: 'target.assertion',
    error: {
      message:
        "expect(locator).toBeVisible() failed\n\nLocator: getByRole('heading', { name: 'Thank you' })\nExpected: visible\nReceived: <element(s) not found>\nTimeout: 5000ms",
      step: 'confirm',
      file: 'journeys/browse-and-buy.journey.ts',
      line: 4,
      column: 11,
    },
    durationMs: 2310,
    attempts: 2,
    attemptList: [
      {
        outcome: 'failed',
        cause: 'target.status',
        message: 'GET /cart answered 502',
        durationMs: 812,
      },
      { outcome: 'failed', cause: 'target.assertion', message: 'not visible', durationMs: 2310 },
    ],
    checks: 3,
    steps: failedSteps(),
    requests: failedRequests(),
    vitals: failedVitals(),
    instrument: instrumentReading({
      chromiumVersion: '147.0.7727.24',
      browserMode: 'multi-process',
    }),
    evidence: [
      { kind: 'screenshot', path: '.waywiser/evidence/run-1/failure.png', from: 'run' },
      { kind: 'trace', path: '.waywiser/evidence/run-1/trace.zip', from: 'evidence-run' },
    ],
    console: [
      {
        level: 'error',
        text: 'Failed to load resource: the server responded with a status of 500',
        atMs: 1702,
        source: 'http://shop.test/api/orders',
      },
    ],
    pageErrors: ["TypeError: Cannot read properties of undefined (reading 'number')"],
    ...changes,
  });
}

/** Makes an errored run. */
export function erroredRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return passedRecord({
    outcome: 'errored',
    cause: 'monitor.dns',
    error: {
      message:
        'No resolver answers: shop.test could not be looked up, and neither could localhost.',
      step: 'list the products',
      file: 'journeys/api-catalogue.journey.ts',
      line: 9,
      column: 32,
    },
    durationMs: 5003,
    attemptList: [
      {
        outcome: 'errored',
        cause: 'monitor.dns',
        message: 'No resolver answers',
        durationMs: 5003,
      },
    ],
    checks: 0,
    steps: [stepRecord({ name: 'list the products', outcome: 'errored', durationMs: 5002 })],
    requests: [
      requestRecord({
        step: 'list the products',
        status: null,
        startMs: 0.6,
        totalMs: 5001,
        phases: requestPhases({ dnsMs: 5001 }),
        sizeBytes: null,
        connection: 'none',
        remoteAddress: null,
        protocol: null,
        error: 'no resolver answers',
      }),
    ],
    ...changes,
  });
}

/** Makes the record of a slot in a maintenance window. */
export function skippedRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return passedRecord({
    outcome: 'skipped',
    durationMs: 0,
    attempts: 0,
    attemptList: [],
    checks: 0,
    steps: [],
    requests: [],
    ...changes,
  });
}

/** The source of the failing journey in {@link failedRecord}, line by line. */
export const FAILED_SOURCE: readonly string[] = [
  "await step('pay', async () => {",
  "  await page.getByRole('button', { name: 'Place order' }).click();",
  "  await step('confirm', async () => {",
  "    await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();",
  '  });',
  '});',
];

function failedSteps(): readonly StepRecord[] {
  return [
    stepRecord({ name: 'open the shop', durationMs: 842 }),
    stepRecord({ name: 'put a teapot into the cart', startMs: 843, durationMs: 391 }),
    stepRecord({ name: 'pay', startMs: 1235, durationMs: 1075, outcome: 'failed' }),
    stepRecord({
      name: 'fill in the form',
      parent: 'pay',
      startMs: 1236,
      durationMs: 300,
      vitals: { inpMs: 248 },
    }),
    stepRecord({
      name: 'confirm',
      parent: 'pay',
      startMs: 1540,
      durationMs: 770,
      outcome: 'failed',
    }),
  ];
}

function failedRequests(): readonly RequestRecord[] {
  return [
    requestRecord({
      step: 'open the shop',
      url: 'http://shop.test/',
      resourceType: 'document',
      startMs: 4,
      totalMs: 310,
      phases: requestPhases({ dnsMs: 12, tcpMs: 18, sendMs: 1, waitMs: 240, receiveMs: 39 }),
    }),
    requestRecord({
      step: 'open the shop',
      url: 'http://shop.test/images/teapot.png?width=1280',
      resourceType: 'image',
      startMs: 330,
      totalMs: 420,
      phases: requestPhases({ sendMs: 1, waitMs: 119, receiveMs: 300 }),
      sizeBytes: 412_000,
      connection: 'reused',
    }),
    requestRecord({
      step: 'open the shop',
      url: 'http://shop.test/style.css',
      resourceType: 'stylesheet',
      startMs: 318,
      totalMs: 24,
      phases: requestPhases({ sendMs: 1, waitMs: 20, receiveMs: 3 }),
      connection: 'reused',
    }),
    requestRecord({
      step: 'confirm',
      method: 'POST',
      url: 'http://shop.test/api/orders',
      resourceType: 'fetch',
      status: 500,
      startMs: 1560,
      totalMs: 141,
      phases: requestPhases({ sendMs: 1, waitMs: 139.5, receiveMs: 0.5 }),
      sizeBytes: 27,
      connection: 'reused',
    }),
  ];
}

function failedVitals(): NonNullable<RunRecord['vitals']> {
  return {
    ttfb: { value: 271, attribution: {} },
    fcp: { value: 420, attribution: {} },
    lcp: {
      value: 2710,
      attribution: { element: 'main>img.hero', timeToFirstByte: 271, resourceLoadDuration: 420 },
    },
    cls: {
      value: 0.31,
      attribution: { element: 'div.banner', largestShiftValue: 0.29 },
    },
    navigations: [],
  };
}
