import { startLocalPlatform } from '../../../lib/core/platform/local-platform.ts';
import type {
  LocalPlatformPorts,
  PlatformEvent,
} from '../../../lib/core/platform/platform-ports.ts';
import type { MaintenanceWindow } from '../../../lib/core/journey/config.ts';
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
  readonly runMs?: number;
  readonly width?: number;
  readonly maintenance?: readonly MaintenanceWindow[];
  readonly putRun?: (record: RunRecord) => Promise<boolean>;
  readonly names?: readonly string[];
}

function world(options: WorldOptions = {}): World {
  const clock = manualClock();
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
      'Maintenance from 2026-01-01T00:02:00Z to 2026-01-01T00:03:00Z (upgrade)',
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

  test('does not make up for instants that passed while the machine slept', async () => {
    const { clock, stored } = world();
    await clock.advance(MINUTE_MS + 1_000);

    clock.sleep(60 * MINUTE_MS);
    await clock.advance(MINUTE_MS);

    expect(stored.map((record) => record.scheduledAt?.slice(11, 16))).toEqual(['00:01', '01:02']);
  });
});
