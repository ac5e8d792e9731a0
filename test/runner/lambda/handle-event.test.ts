import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SCHEDULED_TIME } from '../../../lib/core/deploy/runner-event.ts';
import type { EventPorts } from '../../../lib/runner/lambda/handle-event.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { attemptResult } from '../../support/attempt-results.ts';
import { handledEvent, NOW_MS, SLOT, withScreenshot } from '../../support/handled-event.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'handle-event-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function handled(
  event: unknown,
  world: Omit<Parameters<typeof handledEvent>[1], 'dir'> = {},
): ReturnType<typeof handledEvent> {
  return handledEvent(event, { dir, ...world });
}

describe('handleEvent()', () => {
  test('runs a slot, sends its record and answers briefly', async () => {
    const { answer, messages, record, requests } = await handled(SLOT, {
      plan: { budgets: [{ metric: 'duration', statistic: 'p95', max: 900 }] },
    });

    expect(answer).toEqual({ runId: 'shop-eu-west-1-20261122T200500Z', outcome: 'passed' });
    expect(JSON.parse(messages[0] ?? '')).toMatchObject({
      waywiser: 1,
      kind: 'run',
      metrics: ['duration'],
    });
    expect(messages).toHaveLength(1);
    expect(record).toMatchObject({
      runId: 'shop-eu-west-1-20261122T200500Z',
      stage: 'prod',
      region: 'eu-west-1',
      scheduledAt: '2026-11-22T20:05:00.000Z',
      onDemand: false,
      log: [],
    });
    expect(requests[0]?.bundlePath).toBe(path.join(dir, 'code/journeys/shop.cjs'));
  });

  test.each([
    ['16:45:00', 0],
    ['16:46:41', 1],
  ])('of every seven minutes runs no tick beside a slot, at %s', async (time, runs) => {
    // "checkout" has slots at 16:46 and 16:53.
    const event = { journey: 'checkout', everyMinutes: 7, scheduledAt: `2026-11-22T${time}Z` };
    const plan = { name: 'checkout', schedule: { kind: 'rate', everyMinutes: 5 } } as const;

    const clock = manualClock(Date.parse(event.scheduledAt));
    const { answer, messages, requests } = await handled(event, { plan, ports: { clock } });

    expect([messages, requests].map(({ length }) => length)).toEqual([runs, runs]);
    expect(answer).toEqual(
      runs === 0
        ? { surplus: true }
        : { runId: 'checkout-eu-west-1-20261122T164600Z', outcome: 'passed' },
    );
  });

  test('answers a caller with the record itself, marked as on demand', async () => {
    const { answer, record } = await handled({ journey: 'shop' });

    expect(answer).toEqual(record);
    expect(record).toMatchObject({
      runId: 'shop-eu-west-1-20261122T200503Z-k3x9',
      scheduledAt: null,
      onDemand: true,
    });
  });

  test('computes the slot when the scheduler does not pass it, and logs a warning', async () => {
    const { record } = await handled({ ...SLOT, scheduledAt: SCHEDULED_TIME });

    expect(Date.parse(record.scheduledAt ?? '')).toBeLessThanOrEqual(NOW_MS);
    expect(record.log.map(({ text }) => text)).toEqual([
      "The scheduler did not pass this slot's instant; the journey's latest slot at the start of the run is used",
    ]);
  });

  test('runs nothing in a maintenance window, and records that', async () => {
    const schedule = {
      kind: 'cron',
      expression: '0 21 ? * SUN *',
      timeZone: 'Europe/Berlin',
    } as const;
    const maintenance = [{ schedule, durationMs: 3_600_000 }];

    const slot = await handled(SLOT, { manifest: { maintenance } });
    const asked = await handled({ journey: 'shop' }, { manifest: { maintenance } });

    expect(slot.record.outcome).toBe('skipped');
    expect(slot.requests).toEqual([]);
    expect(asked.record.outcome).toBe('passed');
  });

  test.each([
    { everyMinutes: 5, lateSeconds: 360, outcome: 'passed' },
    { everyMinutes: 5, lateSeconds: 361, outcome: 'errored' },
    { everyMinutes: 1, lateSeconds: 120, outcome: 'passed' },
    { everyMinutes: 1, lateSeconds: 121, outcome: 'errored' },
    { everyMinutes: 60, lateSeconds: 3_600, outcome: 'passed' },
  ])(
    'is $outcome when a slot of every $everyMinutes min comes $lateSeconds s late',
    async ({ everyMinutes, lateSeconds, outcome }) => {
      const schedule = { kind: 'rate', everyMinutes } as const;
      const clock = manualClock(Date.parse(SLOT.scheduledAt) + lateSeconds * 1_000);

      const { record, requests } = await handled(SLOT, { plan: { schedule }, ports: { clock } });

      expect(record).toMatchObject({ outcome, scheduledAt: '2026-11-22T20:05:00.000Z' });
      expect(record.cause).toBe(outcome === 'errored' ? 'monitor.throttled' : null);
      expect(requests).toHaveLength(outcome === 'errored' ? 0 : 1);
    },
  );

  test.each([
    { lateMinutes: 62, outcome: 'errored', time: '10:00' },
    { lateMinutes: 1_381, outcome: 'passed', time: '11:00' },
  ])(
    'waits for the next slot of a cron, $lateMinutes min after $time',
    async ({ lateMinutes, outcome, time }) => {
      const schedule = { kind: 'cron', expression: '0 10,11 * * ? *', timeZone: 'UTC' } as const;
      const scheduledAt = `2026-11-22T${time}:00Z`;
      const clock = manualClock(Date.parse(scheduledAt) + lateMinutes * 60_000);

      const { record } = await handled(
        { ...SLOT, scheduledAt },
        { plan: { schedule }, ports: { clock } },
      );

      expect(record.outcome).toBe(outcome);
    },
  );

  test('replaces file paths by object keys and removes the files', async () => {
    const { record, uploads } = await handled(SLOT, { attempt: withScreenshot });

    expect(record.evidence).toEqual([
      {
        kind: 'screenshot',
        path: 'evidence/browser-runner/shop-eu-west-1-20261122T200500Z/screenshot.png',
        from: 'run',
      },
    ]);
    expect(uploads).toEqual([
      {
        key: 'evidence/browser-runner/shop-eu-west-1-20261122T200500Z/screenshot.png',
        contentType: 'image/png',
      },
    ]);
    expect(existsSync(path.join(dir, 'evidence', record.runId))).toBe(false);
  });

  test('uploads no file that the evidence only points at', async () => {
    const { record, uploads } = await handled(SLOT, {
      attempt: (request) => {
        const result = withScreenshot(request);
        const file = path.join(request.evidenceDir ?? '', 'screenshot.png');
        rmSync(file);
        symlinkSync('/proc/self/environ', file);

        return result;
      },
    });

    expect(uploads).toEqual([]);
    expect(record).toMatchObject({ evidence: [], outcome: 'failed' });
    expect(record.log[0]?.text).toMatch(/^The screenshot could not be uploaded: .*ELOOP/);
  });

  test('leaves the outcome unchanged and logs a warning when evidence cannot be uploaded', async () => {
    const { record } = await handled(SLOT, {
      attempt: withScreenshot,
      ports: {
        uploader: async () => async () => {
          throw new Error('AccessDenied');
        },
      },
    });

    expect(record).toMatchObject({ outcome: 'failed', cause: 'target.status', evidence: [] });
    expect(record.log.at(-1)?.text).toBe('The screenshot could not be uploaded: AccessDenied');
  });

  test('rejects when the record cannot be sent, so that Lambda reports the lost run', async () => {
    await expect(handled(SLOT, { ports: { sender: brokenSender } })).rejects.toThrow(
      'Cannot send the record',
    );
  });

  test('reports a slot of a journey that it does not have, and starts no worker', async () => {
    const event = { ...SLOT, journey: 'removed', version: 'v1' };

    const { answer, messages, requests } = await handled(event);

    expect(answer).toEqual({ runId: null, outcome: 'skipped' });
    expect(requests).toEqual([]);
    expect(messages.map((each): unknown => JSON.parse(each))).toEqual([
      { waywiser: 1, kind: 'undeployed', event },
    ]);
  });

  test('rejects an unknown journey and an invalid instant', async () => {
    await expect(handled({ journey: 'other' })).rejects.toThrow(
      'Cannot run journey "other": this function does not have it; expected one of shop',
    );
    await expect(handled({ ...SLOT, scheduledAt: 'soon' })).rejects.toThrow('is not an instant');
  });

  test('uses the run id of the event', async () => {
    const runId = 'shop-eu-west-1-20261122T200500Z-k3x9';

    const { record } = await handled({ journey: 'shop', runId });

    expect(record.runId).toBe(runId);
  });

  test.each([
    { what: "a slot's id", runId: 'shop-eu-west-1-20261122T200500Z' },
    { what: "another journey's", runId: 'till-eu-west-1-20261122T200500Z-k3x9' },
    { what: 'a text of their own', runId: 'build 4711' },
  ])('runs nothing on demand under $what', async ({ runId }) => {
    await expect(handled({ journey: 'shop', runId })).rejects.toThrow(
      `Cannot run journey "shop" as "${runId}"`,
    );
  });

  test('limits an attempt to the time left and does not blame the target when that was too short', async () => {
    const { record, requests } = await handled(SLOT, {
      plan: { timeoutMs: 30_000, retries: 2 },
      attempt: ({ timeoutMs }) => ({ ...attemptResult('target.timeout'), durationMs: timeoutMs }),
      ports: { remainingMs: () => 1_500 },
    });

    expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([1_500]);
    expect(record).toMatchObject({ outcome: 'errored', cause: 'monitor.timeout', attempts: 1 });
    expect(record.error?.message).toContain('ended after 1.5 s');
  });
});

async function brokenSender(): ReturnType<EventPorts['sender']> {
  return async () => {
    throw new Error('Cannot send the record');
  };
}
