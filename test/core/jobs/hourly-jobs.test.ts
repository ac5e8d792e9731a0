import { runHourlyJobs } from '../../../lib/core/jobs/hourly-jobs.ts';
import { DEPLOYED_SCAN, LOCAL_SCAN } from '../../../lib/core/jobs/gaps.ts';
import { keptMetrics } from '../../fakes/kept-metrics.ts';
import {
  NOON_MS,
  plan,
  REGION,
  SERIES,
  slotRecord,
  slots,
  world,
} from '../../support/jobs-world.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';

describe('runHourlyJobs()', () => {
  it('runHourlyJobs() makes a missing record of each slot that left none, and of no other', async () => {
    const { at, record, missing } = world();
    await at(NOON_MS);
    const endMs = NOON_MS + 5 * HOUR_MS;
    const [lost = 0, other = 0] = slots(NOON_MS + 3 * HOUR_MS, endMs);
    await record(NOON_MS, endMs, [lost, other]);

    const report = await at(endMs);

    expect(report).toMatchObject({ series: 1, missing: 2, errors: [] });
    expect(await missing()).toEqual([lost, other]);
  });

  it('runHourlyJobs() says in the record what was expected', async () => {
    const { at, ports } = world();
    await at(NOON_MS);
    const [slot = 0] = slots(NOON_MS + 2 * HOUR_MS, NOON_MS + 3 * HOUR_MS);

    await at(NOON_MS + 3 * HOUR_MS);

    const runs = await ports.runs.queryRuns({ ...SERIES, order: 'oldest-first' });
    expect(runs[0]).toMatchObject({
      runId: expect.stringMatching(/^checkout-eu-west-1-20261122T14\d{4}Z$/),
      scheduledAt: new Date(slot).toISOString(),
      stage: 'prod',
      outcome: 'missing',
      cause: 'monitor.undelivered',
      onDemand: false,
      attempts: 0,
      error: {
        message:
          'No record of this slot arrived by 2026-11-22T15:00:00.000Z, neither of a run nor of a lost one; expected one, because "checkout" is scheduled in eu-west-1 every 10 minutes',
      },
    });
  });

  it('runHourlyJobs() leaves alone slots whose record may still come', async () => {
    const { at, missing } = world();
    await at(NOON_MS);
    const nowMs = NOON_MS + 4 * HOUR_MS;

    await at(nowMs);

    const expected = slots(NOON_MS + 2 * HOUR_MS, nowMs - 20 * MINUTE_MS);
    expect(await missing()).toEqual(expected);
  });

  it('runHourlyJobs() expects nothing of a journey before it was deployed', async () => {
    const { at, missing } = world();

    const report = await at(NOON_MS);

    expect(report).toMatchObject({ series: 1, missing: 0 });
    expect(await missing()).toEqual([]);
  });

  it('runHourlyJobs() counts a new schedule from its first record, and without any after two hours', async () => {
    const early = world();
    await early.at(NOON_MS);
    const [, , first = 0, lost = 0, third = 0] = slots(NOON_MS, NOON_MS + HOUR_MS);
    await early.ports.runs.putRun(slotRecord(first));
    await early.record(third, NOON_MS + HOUR_MS);
    await early.at(NOON_MS + HOUR_MS + 20 * MINUTE_MS);

    expect(await early.missing()).toEqual([lost]);
    const late = world();
    await late.at(NOON_MS);
    await late.at(NOON_MS + 2 * HOUR_MS + 30 * MINUTE_MS);
    expect(await late.missing()).toEqual(
      slots(NOON_MS + 2 * HOUR_MS, NOON_MS + 2 * HOUR_MS + 10 * MINUTE_MS),
    );
  });

  it('runHourlyJobs() counts a schedule that began before midnight from then on', async () => {
    const { at, record, missing } = world();
    const midnightMs = NOON_MS + 12 * HOUR_MS;
    await at(midnightMs - HOUR_MS);
    const [lost = 0, other = 0] = slots(midnightMs, midnightMs + HOUR_MS);
    await record(midnightMs - HOUR_MS, midnightMs + 2 * HOUR_MS, [lost, other]);

    await at(midnightMs + 2 * HOUR_MS);

    expect(await missing()).toEqual([lost, other]);
  });

  it('runHourlyJobs() makes no gaps of a schedule that was changed', async () => {
    const { at, record, deploy, missing } = world();
    await at(NOON_MS);
    const changedMs = NOON_MS + 3 * HOUR_MS;
    await record(NOON_MS, changedMs);
    const schedule = { kind: 'rate', everyMinutes: 7 } as const;

    deploy([plan({ schedule })]);
    await at(changedMs + 5 * MINUTE_MS);
    const laterMs = changedMs + 3 * HOUR_MS;
    await at(laterMs);

    const settledMs = changedMs + 5 * MINUTE_MS + 2 * HOUR_MS;
    expect(await missing()).toEqual(slots(settledMs, laterMs - 20 * MINUTE_MS, schedule));
  });

  it('runHourlyJobs() expects nothing while a journey is gone, nor for that time once it is back', async () => {
    const { at, deploy, missing } = world();
    await at(NOON_MS);
    deploy([]);
    await at(NOON_MS + HOUR_MS);
    await at(NOON_MS + 4 * HOUR_MS);

    deploy([plan()]);
    await at(NOON_MS + 5 * HOUR_MS);
    await at(NOON_MS + 8 * HOUR_MS);

    const expected = slots(NOON_MS + 7 * HOUR_MS, NOON_MS + 8 * HOUR_MS - 20 * MINUTE_MS);
    expect(await missing()).toEqual(expected);
  });

  it('runHourlyJobs() watches a region that is added from then on', async () => {
    const { at, deploy, record, ports } = world();
    await at(NOON_MS);
    await record(NOON_MS, NOON_MS + 3 * HOUR_MS);
    deploy([plan({ regions: [REGION, 'us-east-1'] })]);

    await at(NOON_MS + 3 * HOUR_MS);

    const query = { journey: 'checkout', region: 'us-east-1' };
    expect(await ports.runs.queryRuns(query)).toEqual([]);
    expect(await ports.watches.listWatches()).toMatchObject([
      { region: REGION, seenAt: '2026-11-22T12:00:00.000Z', endedAt: null },
      { region: 'us-east-1', seenAt: '2026-11-22T15:00:00.000Z', endedAt: null },
    ]);
  });

  it('runHourlyJobs() publishes the number of gaps of each series that has some, and its heartbeat', async () => {
    const metrics = keptMetrics();
    const { at, record } = world({ metrics });
    await at(NOON_MS);
    const endMs = NOON_MS + 5 * HOUR_MS;
    const [lost = 0] = slots(NOON_MS + 3 * HOUR_MS, endMs);
    await record(NOON_MS, endMs, [lost]);
    await at(endMs);
    await at(endMs + HOUR_MS / 6);

    const dimensions = { Journey: 'checkout', Region: REGION };
    const missing = metrics.samples.filter(({ name }) => name === 'Missing');
    expect(missing).toEqual([
      { name: 'Missing', dimensions, value: 1, unit: 'Count', atMs: endMs },
    ]);
    expect(metrics.samples.filter(({ name }) => name === 'Heartbeat')).toHaveLength(3);
  });

  it('runHourlyJobs() finds a gap again whose metric was refused, and has no heartbeat then', async () => {
    let refusing = true;
    const metrics = keptMetrics(({ name }) => refusing && name === 'Missing');
    const { at, missing, ports } = world({ metrics });
    await at(NOON_MS);
    const before = metrics.samples.length;
    const failed = await at(NOON_MS + 3 * HOUR_MS);

    expect(failed.errors.map(({ message }) => message)).toEqual(['refused']);
    expect(await missing()).toEqual([]);
    expect(metrics.samples).toHaveLength(before);
    refusing = false;
    const again = await at(NOON_MS + 3 * HOUR_MS);
    expect(again).toMatchObject({ errors: [], missing: (await missing()).length });
    expect(await ports.watches.lastScan()).toBe('2026-11-22T14:40:00.000Z');
  });

  it('runHourlyJobs() scans the other series when one cannot be read', async () => {
    const { at, deploy, ports } = world();
    deploy([plan({ name: 'broken' }), plan()]);
    const runs = {
      ...ports.runs,
      queryRuns: async (query: Parameters<typeof ports.runs.queryRuns>[0]) => {
        if (query.journey === 'broken') throw new Error('its item is damaged');
        return ports.runs.queryRuns(query);
      },
    };
    await at(NOON_MS);
    const frame = { stage: 'prod', journeys: [plan({ name: 'broken' }), plan()] };
    const clock = { epochMs: () => NOON_MS + 3 * HOUR_MS };

    const report = await runHourlyJobs(
      { ...frame, scan: DEPLOYED_SCAN, retentionDays: 35 },
      { ...ports, runs, clock },
    );

    expect(report.missing).toBeGreaterThan(0);
    expect(report.errors.map(({ message }) => message)).toEqual([
      'Cannot scan journey "broken" in eu-west-1: its item is damaged',
    ]);
  });

  it.each([
    { where: 'in AWS', scan: DEPLOYED_SCAN },
    { where: 'on this machine', scan: LOCAL_SCAN },
  ])('runHourlyJobs() catches up after a day without a scan $where', async ({ scan }) => {
    const away = world({ scan });
    await away.at(NOON_MS);
    await away.record(NOON_MS, NOON_MS + 3 * HOUR_MS);
    await away.at(NOON_MS + 3 * HOUR_MS);
    const nowMs = NOON_MS + 27 * HOUR_MS;
    await away.at(nowMs);

    expect(await away.missing()).toEqual(slots(NOON_MS + 3 * HOUR_MS, nowMs - 20 * MINUTE_MS));
  });
});
