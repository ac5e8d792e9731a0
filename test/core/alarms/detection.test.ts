import { detectionOf } from '../../../lib/core/alarms/detection.ts';
import { datapointsOf, type SamplePoint } from '../../../lib/core/alarms/datapoints.ts';
import { evaluateAlarm, EXTRA_PERIODS } from '../../../lib/core/alarms/evaluate-alarm.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import { latestEndMs, recordLatenessMs } from '../../../lib/core/alarms/record-lateness.ts';
import type { AlarmState, DatapointAlarm } from '../../../lib/core/alarms/alarm-definition.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/core/base/time.ts';
import type { JourneyPlan, SchedulePlan } from '../../../lib/core/journey/plan.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { type Draws, drawsOf } from '../../support/draws.ts';
import { planOf } from './journey-plan.ts';

const CASES = Number(process.env['WAYWISER_OUTAGES'] ?? 100);
const SEED = Number(process.env['WAYWISER_OUTAGES_SEED'] ?? 20_261_201);
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2', 'sa-east-1', 'af-south-1'];
const CRONS: readonly [string, ...string[]] = [
  '0/10 * * * ? *',
  '*/7 * * * ? *',
  '*/10 8-18 ? * MON-FRI *',
  '0 8,9,20 * * ? *',
  '0,5,10 8,14,20 * * ? *',
  '0 8 * * ? *',
];
/** Clocks change by an hour, by half an hour, in the other half of the year, and never. */
const ZONES: readonly [string, ...string[]] = [
  'UTC',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kolkata',
];
/** A day before each kind of change of clocks in these zones, and one without. */
const BEGINS: readonly [number, ...number[]] = [
  Date.UTC(2027, 2, 27),
  Date.UTC(2027, 9, 30),
  Date.UTC(2027, 3, 3),
  Date.UTC(2027, 9, 2),
  Date.UTC(2027, 8, 4),
  Date.UTC(2027, 2, 1),
];
const ONE_REGION = { failingRegions: 1, datapoints: [2, 3] } as const;
const FRAME = { stage: 'prod', runbookUrl: null };

/** An outage of every region that *down* asks for, as records see it. */
interface Outage {
  readonly beginMs: number;
  readonly endMs: number;
  readonly regions: readonly string[];
}

test(`${CASES} outages of any length that is guaranteed are alarmed in time`, () => {
  const random = drawsOf(SEED);
  const late: string[] = [];
  let outages = 0;
  while (outages < CASES) {
    const plan = randomPlan(random);
    const detection = detectionOf(plan);
    if (detection === null) continue;
    outages += 1;
    const changeMs = detection.clockChangeMs;
    const outage = randomOutage(plan, detection.outageMs + changeMs, random);
    const alarmedMs = firstAlarm(plan, outage, random);
    if (alarmedMs - outage.beginMs > detection.alarmedWithinMs + changeMs) {
      const { schedule, regions, alarm, timeoutMs, retries } = plan;
      const at = new Date(outage.beginMs).toISOString();
      late.push(
        JSON.stringify({ schedule, at, regions: regions.length, alarm, timeoutMs, retries }),
      );
    }
  }

  process.stdout.write(`\n${outages} outages, ${late.length} alarmed late or not at all\n`);
  expect(late).toEqual([]);
});

/** Every record arrives as late as it may, and only the documented periods are evaluated. */
const WORST: Draws = { share: () => 0, below: () => 0, of: ([first]) => first };

test.each([
  ['0/10 * * * ? *', 'Europe/Berlin', Date.UTC(2027, 9, 31, 1), 6 * HOUR_MS],
  ['0 8 * * ? *', 'Europe/Berlin', Date.UTC(2027, 9, 31, 1), 5 * DAY_MS],
  ['0/20 * * * ? *', 'Australia/Lord_Howe', Date.UTC(2027, 3, 3, 15), 6 * HOUR_MS],
])('an outage is alarmed in time when clocks change: %s %s', (...given) => {
  const [expression, timeZone, changeAt, spanMs] = given;
  const schedule: SchedulePlan = { kind: 'cron', expression, timeZone };
  const plan = planOf({ schedule, regions: ['eu-west-1'], alarm: ONE_REGION, retries: 0 });
  const detection = detectionOf(plan);
  if (detection === null) throw new Error('nothing is guaranteed');
  const { outageMs, alarmedWithinMs, clockChangeMs } = detection;
  const around = { fromMs: changeAt - spanMs, toMs: changeAt + spanMs };
  const slots = slotsBetween(schedule, { journey: plan.name, region: 'eu-west-1' }, around);

  const afterMs = slots.map((slot) => {
    const beginMs = slot + 1;
    const endMs = beginMs + outageMs + clockChangeMs;

    return firstAlarm(plan, { beginMs, endMs, regions: plan.regions }, WORST) - beginMs;
  });

  expect(Math.max(...afterMs)).toBeLessThanOrEqual(alarmedWithinMs + clockChangeMs);
  expect(Math.max(...afterMs)).toBeGreaterThan(alarmedWithinMs);
});

test.each([
  { kind: 'api', everyMinutes: 5, timeoutMs: 10_000, retries: 0, bound: [11.4, 14] },
  { kind: 'api', everyMinutes: 1, timeoutMs: 60_000, retries: 3, bound: [8.1, 10] },
  { kind: 'browser', everyMinutes: 1, timeoutMs: 60_000, retries: 2, bound: [9.8, 12] },
  { kind: 'api', everyMinutes: 15, timeoutMs: 10_000, retries: 0, bound: [31.4, 34] },
] as const)('detectionOf() is a bound, in minutes: %j', (options) => {
  const { everyMinutes, bound, ...changes } = options;
  const plan = planOf({
    ...changes,
    schedule: { kind: 'rate', everyMinutes },
    regions: ['eu-west-1'],
    alarm: { failingRegions: 1, datapoints: [2, 3] },
  });

  const detection = detectionOf(plan);

  expect([detection?.outageMs, detection?.alarmedWithinMs].map(inMinutes)).toEqual(bound);
});

function inMinutes(ms = 0): number {
  return Math.round((ms / MINUTE_MS) * 10) / 10;
}

test('detectionOf() has as many slots of a rare cron as its alarm needs', () => {
  const schedule: SchedulePlan = { kind: 'cron', expression: '0 8 * * ? *', timeZone: 'UTC' };
  const regions = ['eu-west-1'];
  const found = [3, 7].map((datapoints) =>
    detectionOf(
      planOf({
        schedule,
        regions,
        alarm: { failingRegions: 1, datapoints: [datapoints, datapoints] },
      }),
    ),
  );

  expect(found.map((each) => Math.floor((each?.outageMs ?? 0) / DAY_MS))).toEqual([3, 7]);
});

test('detectionOf() is null for a schedule with a single slot', () => {
  const schedule: SchedulePlan = { kind: 'cron', expression: '0 8 1 1 ? 2030', timeZone: 'UTC' };

  expect(detectionOf(planOf({ schedule }))).toBeNull();
});

function randomPlan({ below, of }: Draws): JourneyPlan {
  const regions = REGIONS.slice(0, 1 + below(REGIONS.length));
  const datapoints = 1 + below(3);
  const schedule: SchedulePlan =
    below(4) === 0
      ? { kind: 'cron', expression: of(CRONS), timeZone: of(ZONES) }
      : { kind: 'rate', everyMinutes: of([1, 2, 3, 5, 7, 10, 15, 30, 45, 60, 240, 1_440]) };

  return planOf({
    name: `journey-${below(1_000)}`,
    kind: of(['api', 'browser']),
    schedule,
    regions,
    timeoutMs: of([5, 10, 30, 60, 120]) * SECOND_MS,
    retries: below(4),
    evidence: of(['rerun', 'none']),
    repeatable: below(5) > 0,
    budgets: [],
    alarm: {
      failingRegions: 1 + below(regions.length),
      datapoints: [datapoints, datapoints + below(3)],
    },
  });
}

function randomOutage(plan: JourneyPlan, lengthMs: number, { below, of }: Draws): Outage {
  const beginMs = of(BEGINS) - below(5 * DAY_MS) + below(7 * DAY_MS);
  const longer = below(2) === 0 ? 0 : below(2 * HOUR_MS);
  const shuffled = plan.regions.toSorted(() => below(3) - 1);

  return {
    beginMs,
    endMs: beginMs + lengthMs + longer,
    regions: shuffled.slice(0, plan.alarm.failingRegions),
  };
}

/** A record's sample, and when an alarm can read it. */
interface Arrived extends SamplePoint {
  readonly arrivesMs: number;
}

/** When *down* is on for the first time after the outage's begin; Infinity: not by its end and a week. */
function firstAlarm(plan: JourneyPlan, outage: Outage, random: Draws): number {
  const alarm = downOf(plan);
  const extra = random.of([0, EXTRA_PERIODS]);
  const rangeMs = (alarm.evaluationPeriods + extra) * alarm.periodSeconds * 1_000;
  const samples = new Map(
    plan.regions.map((region) => [region, samplesOf(plan, { region, rangeMs, outage }, random)]),
  );
  let state: AlarmState = 'OK';
  for (const atMs of evaluations([...samples.values()].flat(), alarm, outage)) {
    const range = rangeAt(alarm, samples, { atMs, extra });
    ({ state } = evaluateAlarm(alarm, range, { previous: state }));
    if (state === 'ALARM') return atMs;
  }

  return Infinity;
}

function downOf(plan: JourneyPlan): DatapointAlarm {
  const down = journeyAlarms(plan, FRAME).find(({ kind }) => kind === 'down')?.definition;
  if (down === undefined || down.kind === 'composite') throw new Error('no alarm down');

  return down;
}

/**
 * The whole minutes after the begin at which something can change: a record has arrived, or a slot has
 * moved into another period. The evaluation is up to a minute later than either.
 */
function evaluations(
  samples: readonly Arrived[],
  { periodSeconds, evaluationPeriods }: DatapointAlarm,
  { beginMs }: Outage,
): readonly number[] {
  const changes = samples.flatMap(({ atMs, arrivesMs }) => [
    arrivesMs,
    ...Array.from({ length: evaluationPeriods }, (_, n) => atMs + (n + 1) * periodSeconds * 1_000),
  ]);
  const minutes = changes.flatMap((each) => {
    const minute = Math.ceil(each / MINUTE_MS) * MINUTE_MS;

    return [minute, minute + MINUTE_MS];
  });

  return [...new Set(minutes)].filter((atMs) => atMs >= beginMs).toSorted((a, b) => a - b);
}

function rangeAt(
  alarm: DatapointAlarm,
  samples: ReadonlyMap<string, readonly Arrived[]>,
  { atMs, extra }: { readonly atMs: number; readonly extra: number },
): ReturnType<typeof datapointsOf> {
  const periodMs = alarm.periodSeconds * 1_000;
  const count = alarm.evaluationPeriods + extra;

  return datapointsOf(
    alarm,
    ({ dimensions }) =>
      (samples.get(dimensions['Region'] ?? '') ?? []).filter(({ arrivesMs }) => arrivesMs <= atMs),
    { fromMs: atMs - (count - 1) * periodMs, stepMs: periodMs, count },
  );
}

/** The samples of a region around an outage: 0 for a run that had no moment outside of it. */
function samplesOf(
  plan: JourneyPlan,
  where: { readonly region: string; readonly rangeMs: number; readonly outage: Outage },
  { below }: Draws,
): readonly Arrived[] {
  const { region, rangeMs, outage } = where;
  const series = { journey: plan.name, region };
  const range = { fromMs: outage.beginMs - rangeMs - DAY_MS, toMs: outage.endMs + DAY_MS };

  return slotsBetween(plan.schedule, series, range).map((slot) => {
    const lastEndMs = slot + latestEndMs(plan);
    const isDown =
      outage.regions.includes(region) && slot >= outage.beginMs && lastEndMs <= outage.endMs;
    const lateMs = below(3) === 0 ? recordLatenessMs(plan) : below(recordLatenessMs(plan) + 1);

    return { atMs: slot, value: isDown ? 0 : 1, arrivesMs: slot + lateMs };
  });
}
