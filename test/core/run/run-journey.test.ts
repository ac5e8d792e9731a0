import type { Sandbox } from '../../../lib/core/ports.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { type Cause, RunFailure } from '../../../lib/core/record/outcome.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../../../lib/core/journey/attempt.ts';
import { noReading } from '../../../lib/core/run/instrument.ts';
import { runJourney } from '../../../lib/core/run/run-journey.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { planOf } from '../../support/attempt-requests.ts';

function resultOf(cause: Cause | null): AttemptResult {
  const failed = cause?.startsWith('monitor.') ? 'errored' : 'failed';

  return {
    outcome: cause === null ? 'passed' : failed,
    cause,
    error:
      cause === null ? null : { message: cause, step: null, file: null, line: null, column: null },
    durationMs: 12,
    checks: 1,
    steps: [],
    requests: [],
    vitals: null,
    instrument: noReading('20.19.0'),
    evidence: [{ kind: 'screenshot', path: 'shot.png', from: 'run' }],
    console: [],
    pageErrors: [],
    log: [],
    omitted: {},
  };
}

/** A sandbox whose attempts end with the given causes, in order; notes every request. */
function scriptedSandbox(causes: readonly (Cause | null)[]): Sandbox & {
  readonly requests: AttemptRequest[];
} {
  const requests: AttemptRequest[] = [];

  return {
    requests,
    attempt: async (request) => {
      const cause = causes[requests.length];
      requests.push(request);
      if (cause === undefined) throw new RangeError('one attempt too many');

      return resultOf(cause);
    },
  };
}

interface Case {
  readonly stopping?: boolean;
  /** Time left, at each time that the run asks. */
  readonly remainingMs?: () => number;
  readonly plan?: Partial<JourneyPlan>;
  readonly causes: readonly (Cause | null)[];
}

async function runCase({ plan, causes, stopping = false, remainingMs }: Case): Promise<{
  readonly record: RunRecord;
  readonly requests: readonly AttemptRequest[];
}> {
  const sandbox = scriptedSandbox(causes);
  const record = await runJourney(
    {
      runId: 'shop-local-20260101T000000Z',
      journey: { plan: planOf({ evidence: 'rerun', ...plan }), bundlePath: '/nowhere' },
      stage: 'dev',
      region: 'local',
      scheduledAt: '2026-01-01T00:00:00.000Z',
      projectDir: '/nowhere',
      evidenceDir: '/nowhere/evidence',
    },
    {
      sandbox,
      clock: manualClock(),
      nodeVersion: '20.19.0',
      stopping: () => stopping,
      ...(remainingMs === undefined ? {} : { remainingMs }),
      secrets: { read: async (name) => `value of ${name}` },
    },
  );

  return { record, requests: sandbox.requests };
}

describe('runJourney()', () => {
  test('passes at the first attempt', async () => {
    const { record } = await runCase({ causes: [null] });

    expect(record).toMatchObject({ outcome: 'passed', attempts: 1, flaky: false, onDemand: false });
  });

  test('retries in a fresh browser and calls a late pass flaky', async () => {
    const { record, requests } = await runCase({
      plan: { retries: 2 },
      causes: ['target.status', null],
    });

    expect(record).toMatchObject({ outcome: 'passed', attempts: 2, flaky: true, cause: null });
    expect(record.attemptList.map((attempt) => attempt.cause)).toEqual(['target.status', null]);
    expect(requests.map((request) => request.freshBrowser)).toEqual([false, true]);
  });

  test('begins no further attempt once the platform is being stopped', async () => {
    const { record } = await runCase({
      plan: { kind: 'browser', retries: 3 },
      causes: ['monitor.crash'],
      stopping: true,
    });

    expect(record).toMatchObject({ outcome: 'errored', attempts: 1 });
  });

  test('gives each attempt what is left, and begins none in the last two seconds', async () => {
    const left = [60_000, 3_000, 3_000, 1_999, 1_999];

    const { record, requests } = await runCase({
      plan: { timeoutMs: 5_000, retries: 5 },
      causes: ['target.status', 'target.status'],
      remainingMs: () => left.shift() ?? 0,
    });

    expect(requests.map(({ timeoutMs, totalMs }) => [timeoutMs, totalMs])).toEqual([
      [5_000, 60_500],
      [3_000, 3_500],
    ]);
    expect(record).toMatchObject({ outcome: 'failed', cause: 'target.status', attempts: 2 });
  });

  test('keeps the result of an attempt when time cuts the next one short', async () => {
    const left = [60_000, 3_000];

    const { record } = await runCase({
      plan: { timeoutMs: 5_000, retries: 1 },
      causes: ['target.status', 'monitor.timeout'],
      remainingMs: () => left.shift() ?? 3_000,
    });

    expect(record).toMatchObject({ outcome: 'failed', cause: 'target.status', attempts: 1 });
    expect(record.log.at(-1)).toMatchObject({
      level: 'warning',
      text: 'A further attempt was ended after 0.0 s because the run had no time left; it is not counted',
    });
  });

  test('repeats nothing with a trace once time is used up', async () => {
    const left = [60_000];

    const { requests } = await runCase({
      plan: { kind: 'browser' },
      causes: ['target.assertion'],
      remainingMs: () => left.shift() ?? 0,
    });

    expect(requests).toHaveLength(1);
  });

  test('does not retry what another attempt cannot change', async () => {
    const { record } = await runCase({
      plan: { retries: 3 },
      causes: ['journey.nothing-checked'],
    });

    expect(record).toMatchObject({ outcome: 'failed', attempts: 1 });
  });

  test('never runs a journey twice that is not repeatable', async () => {
    const { record, requests } = await runCase({
      plan: { kind: 'browser', retries: 3, repeatable: false },
      causes: ['target.status'],
    });

    expect(record.attempts).toBe(1);
    expect(requests).toHaveLength(1);
  });

  test.each([
    { retries: 0, causes: ['monitor.stalled', null], outcome: 'passed' },
    { retries: 0, causes: ['monitor.stalled', 'monitor.stalled'], outcome: 'errored' },
    { retries: 0, causes: ['monitor.stalled', 'target.timeout'], outcome: 'failed' },
    { retries: 1, causes: ['monitor.stalled', 'target.timeout', null], outcome: 'passed' },
  ] as const)('repeats one attempt that the monitor missed: $causes', async (each) => {
    const { record } = await runCase({
      plan: { retries: each.retries, evidence: 'none' },
      causes: each.causes,
    });

    expect(record).toMatchObject({ outcome: each.outcome, attempts: each.causes.length });
  });

  test('never repeats a stalled attempt of a journey that is not repeatable', async () => {
    const { record } = await runCase({
      plan: { repeatable: false },
      causes: ['monitor.stalled'],
    });

    expect(record).toMatchObject({ outcome: 'errored', cause: 'monitor.stalled', attempts: 1 });
  });

  test('convicts a page of crashing only after two fresh browsers', async () => {
    const { record, requests } = await runCase({
      plan: { kind: 'browser', evidence: 'none' },
      causes: ['target.crash', 'target.crash', 'target.crash'],
    });

    expect(record).toMatchObject({ outcome: 'failed', cause: 'target.crash', attempts: 3 });
    expect(requests.map((request) => request.freshBrowser)).toEqual([false, true, true]);
  });

  test("takes the first sight of a crash for the monitor's when a fresh browser shows the page", async () => {
    const { record, requests } = await runCase({
      plan: { kind: 'browser', evidence: 'none' },
      causes: ['target.crash', null],
    });

    expect(record).toMatchObject({ outcome: 'passed', flaky: true, attempts: 2 });
    expect(record.attemptList[0]).toMatchObject({ outcome: 'errored', cause: 'monitor.browser' });
    expect(requests[1]?.freshBrowser).toBe(true);
  });

  test("takes a crash for the monitor's when the journey is not repeatable", async () => {
    const { record } = await runCase({
      plan: { kind: 'browser', evidence: 'none', repeatable: false },
      causes: ['target.crash'],
    });

    expect(record).toMatchObject({ outcome: 'errored', cause: 'monitor.browser', attempts: 1 });
    expect(record.error?.message).toMatch(/not known whether the page is at fault.*not repeatable/);
  });

  test('repeats a run whose browser died in a fresh one, whatever its retries', async () => {
    const { record, requests } = await runCase({
      plan: { kind: 'browser', evidence: 'none', retries: 0 },
      causes: ['monitor.browser', null],
    });

    expect(record).toMatchObject({ outcome: 'passed', attempts: 2 });
    expect(requests.map((request) => request.freshBrowser)).toEqual([false, true]);
  });

  test('blames no page for crashes among deaths of the browser', async () => {
    const { record } = await runCase({
      plan: { kind: 'browser', evidence: 'none' },
      causes: ['target.crash', 'monitor.browser', 'target.crash'],
    });

    expect(record).toMatchObject({ outcome: 'errored', cause: 'monitor.browser', attempts: 3 });
  });

  test('repeats a failed browser run with a trace, kept apart from the timing run', async () => {
    const { record, requests } = await runCase({
      plan: { kind: 'browser' },
      causes: ['target.assertion', null],
    });

    expect(requests.map((request) => request.mode)).toEqual(['timing', 'evidence']);
    expect(requests[1]?.evidenceDir).toBe('/nowhere/evidence/evidence-run');
    expect(record).toMatchObject({ outcome: 'failed', attempts: 1 });
    expect(record.evidence.map((item) => item.from)).toEqual(['run', 'evidence-run']);
  });

  test('errors without an attempt when a secret cannot be read', async () => {
    const sandbox = scriptedSandbox([]);
    const record = await runJourney(
      {
        runId: 'shop-local-20260101T000000Z',
        journey: { plan: planOf({ secrets: ['shop/user'] }), bundlePath: '/nowhere' },
        stage: 'dev',
        region: 'local',
        scheduledAt: null,
        projectDir: '/nowhere',
        evidenceDir: null,
      },
      {
        sandbox,
        clock: manualClock(),
        nodeVersion: '20.19.0',
        secrets: {
          read: async () => {
            throw new RunFailure('monitor.secret', 'it is not set');
          },
        },
      },
    );

    expect(record).toMatchObject({
      outcome: 'errored',
      cause: 'monitor.secret',
      attempts: 0,
      onDemand: true,
      error: { message: 'it is not set', file: 'journeys/example.journey.ts' },
    });
  });
});
