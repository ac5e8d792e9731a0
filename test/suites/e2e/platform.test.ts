import { EXTRA_PERIODS } from '../../../lib/core/alarms/evaluate-alarm.ts';
import { replayAlarms } from '../../../lib/core/alarms/alarm-history.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';
import { ABROAD, playScenario, type Seen, SERIES, SLOW, WATCHED } from './scenario.ts';
import { minutesBetween, ofSlot, type Series } from './slot-watch.ts';
import { REGIONS, STAGE } from './stage.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

let seen: Seen;

beforeAll(async () => {
  const { path, remove } = await temporaryDir();
  try {
    seen = await playScenario(path);
  } finally {
    await remove();
  }
}, 600_000);

function inOrder(): readonly number[] {
  const { healthy, brokenHere, brokenEverywhere, repaired } = seen.slots;

  return [healthy, brokenHere, brokenEverywhere, repaired];
}

function onDemand(journey: string): readonly RunRecord[] {
  return seen.records.filter((record) => record.journey === journey && record.onDemand);
}

test.each(SERIES)('$journey in $region ends each of its slots in exactly one record', (series) => {
  const due = minutesBetween(seen.slots.healthy, seen.slots.repaired);

  const counts = due.map((slotMs) => ofSlot(seen.records, series, slotMs).length);

  expect(counts).toEqual(due.map(() => 1));
});

test('no record is of an instant that is no slot', () => {
  const instants = seen.records.flatMap(({ scheduledAt }) => scheduledAt ?? []);

  expect(instants.filter((instant) => Date.parse(instant) % MINUTE_MS !== 0)).toEqual([]);
});

test.each(REGIONS)('the browser journey ran in a real Chromium in %s', (region) => {
  const [record] = ofSlot(seen.records, { journey: 'shop-page', region }, seen.slots.healthy);

  expect(record).toMatchObject({ kind: 'browser', error: null, region, onDemand: false });
  expect(record?.instrument.chromiumVersion).toMatch(/^\d+\.\d+/);
  expect(record?.vitals?.ttfb?.value).toBeGreaterThan(0);
});

test.each(REGIONS)('the API journey ran and was measured in %s', (region) => {
  const [record] = ofSlot(seen.records, { journey: 'shop-api', region }, seen.slots.healthy);

  expect(record).toMatchObject({ kind: 'api', error: null, region, onDemand: false });
  expect(record?.requests).toMatchObject([{ status: 200, url: `${seen.origin}/api` }]);
});

test.each(WATCHED)('%s fails where its target is broken, and only there', (journey) => {
  const outcomes = inOrder().map((slotMs) =>
    REGIONS.map((region) => ofSlot(seen.records, { journey, region }, slotMs)[0]?.outcome),
  );

  expect(outcomes).toEqual([
    ['passed', 'passed'],
    ['failed', 'passed'],
    ['failed', 'failed'],
    ['passed', 'passed'],
  ]);
});

test.each(REGIONS)('a failed browser run keeps its evidence in the bucket of %s', (region) => {
  const series = { journey: 'shop-page', region };
  const [record] = ofSlot(seen.records, series, seen.slots.brokenEverywhere);

  const kinds = record?.evidence.map(({ kind }) => kind);
  const keys = seen.evidence[region]?.filter((key) => key.includes(`/${record?.runId}/`));

  expect(record).toMatchObject({ outcome: 'failed', cause: 'target.status' });
  expect(kinds).toEqual(expect.arrayContaining(['screenshot', 'trace']));
  expect(keys).toHaveLength(record?.evidence.length ?? Number.NaN);
});

test.each(WATCHED)('CloudWatch holds the same of %s, by region, once a slot', (journey) => {
  const readings = inOrder().map((slotMs) =>
    REGIONS.map((region) => {
      const { durationMs: _, ...counts } = seen.metrics.at({ journey, region }, slotMs);
      return counts;
    }),
  );

  const passed = { records: 1, errored: 0, success: 1, durations: 1 };
  const failed = { records: 1, errored: 0, success: 0, durations: null };
  expect(readings).toEqual([
    [passed, passed],
    [failed, passed],
    [failed, failed],
    [passed, passed],
  ]);
});

test('the metric of a duration is what the record says', () => {
  const series = { journey: 'shop-page', region: ABROAD };
  const [record] = ofSlot(seen.records, series, seen.slots.healthy);

  const published = seen.metrics.at(series, seen.slots.healthy).durationMs;

  expect(published).toBeCloseTo(record?.durationMs ?? Number.NaN, 3);
});

test.each(WATCHED)('%s is down while its quorum of regions fails', (journey) => {
  const { healthy, brokenEverywhere } = seen.slots;
  const frame = { stage: STAGE, runbookUrl: 'https://example.org/runbook' };
  const down = seen.plans
    .filter(({ name }) => name === journey)
    .flatMap((plan) => journeyAlarms(plan, frame))
    .flatMap(({ kind, definition }) => (kind === 'down' ? [definition] : []));

  const [periods = NaN] = down.map((each) =>
    'evaluationPeriods' in each ? each.evaluationPeriods : NaN,
  );
  // The failing minute counts as long as it is evaluated, and there are fewer than N values.
  const recovered = brokenEverywhere + (periods + EXTRA_PERIODS + 1) * MINUTE_MS;
  const [history] = replayAlarms(
    down,
    ({ dimensions }) => successSamples({ journey, region: dimensions['Region'] ?? '' }),
    { fromMs: healthy + MINUTE_MS, toMs: recovered + MINUTE_MS },
  );

  expect(history?.transitions.map(({ atMs, to }) => ({ atMs, to }))).toEqual([
    { atMs: healthy + MINUTE_MS, to: 'OK' },
    { atMs: brokenEverywhere + MINUTE_MS, to: 'ALARM' },
    { atMs: recovered, to: 'OK' },
  ]);
});

/** As read back from CloudWatch. */
function successSamples(series: Series): readonly { atMs: number; value: number }[] {
  const minutes = minutesBetween(seen.slots.healthy, seen.slots.repaired);

  return minutes.flatMap((atMs) => {
    const { success: value } = seen.metrics.at(series, atMs);
    return value === null ? [] : [{ atMs, value }];
  });
}

test('a runner that was killed leaves an errored record, by way of the queue', () => {
  const [record] = ofSlot(seen.records, SLOW, seen.slots.brokenHere);
  const reading = seen.metrics.at(SLOW, seen.slots.brokenHere);

  expect(record).toMatchObject({ outcome: 'errored', cause: 'monitor.crash', onDemand: false });
  expect(reading).toMatchObject({ records: 1, errored: 1, success: null });
});

test('waywiser invoke --wait runs the browser journey in both regions', () => {
  const { code, stdout, stderr } = seen.invoked;
  const asked = onDemand('shop-page').toSorted((a, b) => a.region.localeCompare(b.region));

  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  expect(asked).toMatchObject([
    { region: 'eu-west-1', scheduledAt: null, error: null },
    { region: 'us-east-1', scheduledAt: null, error: null },
  ]);
  for (const { runId } of asked) expect(stdout).toContain(runId);
});

test('aws lambda invoke runs the API journey', () => {
  const { end, answer } = seen.awsInvoked;
  const asked = onDemand('shop-api');

  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(asked).toMatchObject([{ region: ABROAD, scheduledAt: null, error: null }]);
  expect(answer).toContain(asked[0]?.runId);
});

test('the notifier publishes the change of an alarm to the topic', () => {
  const { code, stdout, stderr } = seen.notified;

  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('FunctionError');
});

test.each(REGIONS)('the changed journey runs in %s once it is deployed', (region) => {
  const series = { journey: 'shop-api', region };

  const [before] = ofSlot(seen.records, series, seen.slots.brokenHere);
  const [after] = ofSlot(seen.records, series, seen.slots.repaired);

  expect(before?.steps.map(({ name }) => name)).toEqual(['ask']);
  expect(after?.steps.map(({ name }) => name)).toEqual(['ask again']);
  expect(after?.journeyVersion).not.toBe(before?.journeyVersion);
});

test('functions end with the emulator', () => {
  expect(seen.leftOver).toEqual([]);
});
