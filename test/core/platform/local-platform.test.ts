import * as fc from 'fast-check';
import { startLocalPlatform } from '../../../lib/core/platform/local-platform.ts';
import type {
  LocalPlatformPorts,
  PlatformEvent,
} from '../../../lib/core/platform/platform-ports.ts';
import type { MaintenancePlan } from '../../../lib/core/journey/resolved-config.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { type RunTicket, unstartedRun } from '../../../lib/core/run/run-journey.ts';
import { RunFailure } from '../../../lib/core/record/outcome.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';
import { planOf } from '../../support/attempt-requests.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

interface World {
  readonly clock: ManualClock;
  readonly stored: RunRecord[];
  readonly events: PlatformEvent[];
  readonly platform: ReturnType<typeof startLocalPlatform>;
}

interface WorldOptions {
  readonly startMs?: number;
  readonly runMs?: number;
  readonly width?: number;
  readonly maintenance?: readonly MaintenancePlan[];
  readonly putRun?: (record: RunRecord) => Promise<boolean>;
  readonly names?: readonly string[];
  readonly recorded?: ReadonlyMap<string, readonly number[]>;
}

function world(options: WorldOptions = {}): World {
  const clock = manualClock(options.startMs);
  const stored: RunRecord[] = [];
  const events: PlatformEvent[] = [];
  const ports: LocalPlatformPorts = {
    clock,
    after: clock.after,
    nodeVersion: '20.19.0',
    suffix: () => 'k3x9',
    onEvent: (event) => events.push(event),
    run: async (ticket) => timedRun(ticket, clock, options.runMs ?? 100),
    store: {
      putRun:
        options.putRun ??
        (async (record) => {
          stored.push(record);

          return true;
        }),
    },
  };
  const names = options.names ?? ['shop'];
  const platform = startLocalPlatform(
    {
      journeys: names.map((name) => ({
        plan: planOf({ name, schedule: { kind: 'rate', everyMinutes: 1 } }),
        bundlePath: '/nowhere',
      })),
      stage: 'dev',
      region: 'local',
      projectDir: '/nowhere',
      evidenceRoot: '/nowhere/evidence',
      maintenance: options.maintenance ?? [],
      width: { api: options.width ?? 4, browser: 1 },
      ...(options.recorded && { recorded: options.recorded }),
    },
    ports,
  );

  return { clock, stored, events, platform };
}

async function timedRun(
  ticket: RunTicket,
  clock: ManualClock,
  durationMs: number,
): Promise<RunRecord> {
  const startedAt = new Date(clock.epochMs()).toISOString();
  await new Promise<void>((resolve) => {
    clock.after(durationMs, resolve);
  });
  const failure = new RunFailure('monitor.unknown', 'replaced below');
  const record = unstartedRun(ticket, { failure, startedAt }, { nodeVersion: '20.19.0' });

  return { ...record, outcome: 'passed', cause: null, error: null, durationMs, attempts: 1 };
}

describe('startLocalPlatform()', () => {
  test('runs every slot once and records it under the id of its instant', async () => {
    const { clock, stored } = world();

    await clock.advance(3 * MINUTE_MS + 1_000);

    expect(stored.map((record) => [record.runId, record.scheduledAt, record.onDemand])).toEqual([
      ['shop-local-20260101T000100Z', '2026-01-01T00:01:00.000Z', false],
      ['shop-local-20260101T000200Z', '2026-01-01T00:02:00.000Z', false],
      ['shop-local-20260101T000300Z', '2026-01-01T00:03:00.000Z', false],
    ]);
  });

  test('gives up a slot that waited longer than its interval, with a record', async () => {
    const { clock, stored } = world({ runMs: 150_000, width: 1 });

    await clock.advance(6 * MINUTE_MS);

    const slots = stored.map((record) => [record.scheduledAt?.slice(11, 16), record.cause]);
    expect(slots).toEqual([
      ['00:01', null],
      ['00:02', 'monitor.throttled'],
      ['00:03', null],
      ['00:04', 'monitor.throttled'],
    ]);
  });

  test('records slots in a maintenance window as skipped, without running them', async () => {
    const window = { from: '2026-01-01T00:02:00Z', to: '2026-01-01T00:03:00Z', reason: 'upgrade' };
    const { clock, stored } = world({ maintenance: [window] });

    await clock.advance(3 * MINUTE_MS + 1_000);

    expect(stored.map((record) => record.outcome)).toEqual(['passed', 'skipped', 'passed']);
    expect(stored[1]?.error?.message).toBe(
      'Maintenance from 2026-01-01T00:02:00.000Z to 2026-01-01T00:03:00.000Z (upgrade)',
    );
  });

  test('skips the slots of each occurrence of a recurring maintenance window', async () => {
    const schedule = { kind: 'cron', expression: '0/3 * * * ? *', timeZone: 'UTC' } as const;
    const { clock, stored } = world({ maintenance: [{ schedule, durationMs: MINUTE_MS }] });

    await clock.advance(7 * MINUTE_MS + 1_000);

    expect(stored.map(({ outcome, scheduledAt }) => [outcome, scheduledAt?.slice(14, 16)])).toEqual(
      [
        ['passed', '01'],
        ['passed', '02'],
        ['skipped', '03'],
        ['passed', '04'],
        ['passed', '05'],
        ['skipped', '06'],
        ['passed', '07'],
      ],
    );
  });

  test('stores a record again and again until the store has it', async () => {
    let refusals = 3;
    const kept: RunRecord[] = [];
    const { clock, events } = world({
      putRun: async (record) => {
        refusals -= 1;
        if (refusals >= 0) throw new Error('the store is away');
        kept.push(record);

        return true;
      },
    });

    await clock.advance(MINUTE_MS + 5_000);

    expect(kept.map((record) => record.runId)).toEqual(['shop-local-20260101T000100Z']);
    expect(events.filter((event) => event.kind === 'record-delayed')).toHaveLength(3);
    expect(events.filter((event) => event.kind === 'run-recorded')).toHaveLength(1);
  });

  test('runNow() records runs on demand in addition to the schedule', async () => {
    const { clock, stored, platform } = world();

    platform.runNow(['shop']);
    await clock.advance(1_000);

    expect(stored).toMatchObject([
      { runId: 'shop-local-20260101T000000Z-k3x9', onDemand: true, scheduledAt: null },
    ]);
  });

  test('stop() waits for runs begun, and records slots that never began as undelivered', async () => {
    const { clock, stored, platform } = world({ names: ['a', 'b'], width: 1, runMs: 10_000 });
    await clock.advance(MINUTE_MS);

    const stopped = platform.stop();
    await clock.advance(10_000);
    await stopped;

    expect(stored.map((record) => [record.journey, record.cause])).toEqual([
      ['b', 'monitor.undelivered'],
      ['a', null],
    ]);
  });

  test('runs a slot late while its next one has not come, and reports those that passed', async () => {
    const { clock, stored, events } = world();
    await clock.advance(MINUTE_MS + 1_000);

    clock.sleep(60 * MINUTE_MS + 3_000);
    await clock.advance(MINUTE_MS);

    expect(slotsOf(stored)).toEqual(['00:01', '01:01', '01:02']);
    expect(noticesOf(events)).toEqual([{ kind: 'slots-passed', count: 59 }]);
  });

  test('a clock that was two hours ahead for 45 s silences nothing, and repeats nothing', async () => {
    const { clock, stored, events } = world();
    await clock.advance(MINUTE_MS + 10_000);

    clock.set(120 * MINUTE_MS);
    await clock.advance(45_000);
    clock.set(-120 * MINUTE_MS);
    await clock.advance(120 * MINUTE_MS);

    const minutes = Array.from({ length: 121 }, (_, index) => index + 1);
    const slots = slotsOf(stored);
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots.toSorted()).toEqual(minutes.map(clockOf));
    expect(noticesOf(events)).toEqual([
      { kind: 'clock-moved', byMs: 120 * MINUTE_MS },
      { kind: 'slots-passed', count: 119 },
      { kind: 'clock-moved', byMs: -120 * MINUTE_MS },
    ]);
  });

  test('a clock that is put back repeats no slot, and its next slot is the first without a record', async () => {
    const { clock, stored, platform } = world();
    await clock.advance(10 * MINUTE_MS + 1_000);

    clock.set(-5 * MINUTE_MS);
    await clock.advance(10_000);
    const next = platform.next('shop');
    await clock.advance(7 * MINUTE_MS);

    expect(next).toBe(Date.UTC(2026, 0, 1, 0, 11));
    expect(slotsOf(stored)).toEqual(Array.from({ length: 12 }, (_, index) => clockOf(index + 1)));
  });

  test('a start on a clock that is ahead is no reason to wait for it', async () => {
    const { clock, stored } = world();
    await clock.advance(1_000);

    clock.set(-180 * MINUTE_MS);
    await clock.advance(3 * MINUTE_MS);

    expect(slotsOf(stored)).toEqual(['21:01', '21:02', '21:03']);
  });

  test('does not repeat a slot that has a record from before the start', async () => {
    const recorded = new Map([['shop', [Date.UTC(2026, 0, 1, 0, 2)]]]);
    const { clock, stored } = world({ recorded });

    await clock.advance(3 * MINUTE_MS + 1_000);

    expect(slotsOf(stored)).toEqual(['00:01', '00:03']);
  });

  test('runs every slot once, or reports that it passed, however the clock moves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(moveMs, waitMs), { maxLength: 12 }), async (moves) => {
        // Between two slots: the clock is corrected by less than it reports, and a slot at the very
        // instant of the start belongs to the time before.
        const startMs = Date.UTC(2026, 0, 1) + MINUTE_MS / 2;
        const { clock, stored, events } = world({ runMs: 1, startMs });
        for (const [byMs, forMs] of moves) {
          clock.set(byMs);
          await clock.advance(forMs);
        }

        const endMs = clock.epochMs();
        // To the middle of a minute: what is due then has its record.
        await clock.advance(2.5 * MINUTE_MS - (endMs % MINUTE_MS));

        const slots = stored.map(({ scheduledAt }) => Date.parse(scheduledAt ?? ''));
        expect(new Set(slots).size).toBe(slots.length);
        // However it stood before, the next minute of the clock has its run.
        expect(slots).toContain((minuteOf(endMs) + 1) * MINUTE_MS);
        if (moves.some(([byMs]) => byMs < 0)) return;
        const passed = events.map((event) => (event.kind === 'slots-passed' ? event.count : 0));
        const expected = minuteOf(clock.epochMs()) - minuteOf(startMs);
        expect(slots.length + passed.reduce((sum, count) => sum + count, 0)).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });
});

const moveMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -3 * 60 * MINUTE_MS, max: 3 * 60 * MINUTE_MS }),
  fc.integer({ min: 0, max: 90_000 }),
);
const waitMs = fc.integer({ min: 0, max: 5 * MINUTE_MS });

function slotsOf(stored: readonly RunRecord[]): readonly string[] {
  return stored.map(({ scheduledAt }) => scheduledAt?.slice(11, 16) ?? 'on demand');
}

function minuteOf(epochMs: number): number {
  return Math.floor(epochMs / MINUTE_MS);
}

function clockOf(minute: number): string {
  return new Date(minute * MINUTE_MS).toISOString().slice(11, 16);
}

function noticesOf(events: readonly PlatformEvent[]): readonly PlatformEvent[] {
  return events.filter(({ kind }) => kind === 'clock-moved' || kind === 'slots-passed');
}
