import type { Cause } from '../../../lib/core/record/outcome.ts';
import { tally } from './blame.ts';
import { MONITOR_FAULTS } from './monitor/all-faults.ts';
import { monitorCampaign } from './monitor/campaign.ts';
import { faultyRun } from './monitor/faulty-run.ts';

const MINUTE_MS = 60_000;

test.each(['api', 'browser'] as const)(
  'of %s journeys, faults of the monitor are blamed on nobody else',
  async (kind) => {
    const conclusions = await monitorCampaign(kind);

    const result = tally(`${kind} journeys, faults of the monitor`, conclusions);
    expect(result.rightSide).toBe(result.total);
    expect(result.rightCause).toBeGreaterThanOrEqual(0.95 * result.total);
  },
  40 * MINUTE_MS,
);

test.each(['browser gets SIGKILL', 'page gets SIGKILL'])(
  'a run passes in a fresh browser when %s, whatever its retries',
  async (name) => {
    const fault = MONITOR_FAULTS.find((each) => each.name === name);
    if (fault === undefined) throw new RangeError(`no fault is called "${name}"`);

    const record = await faultyRun('browser', fault, { retries: 0 });

    expect(record).toMatchObject({ outcome: 'passed', flaky: true, attempts: 2 });
    expect(record.attemptList[0]?.cause).toBe('monitor.browser' satisfies Cause);
  },
  MINUTE_MS,
);
