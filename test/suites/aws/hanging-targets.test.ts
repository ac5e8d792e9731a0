import { detectionOf } from '../../../lib/core/alarms/detection.ts';
import { HOUR_MS, SECOND_MS } from '../../../lib/core/base/time.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { undetectedReader } from '../../../lib/core/deploy/preflight-detection.ts';
import type { Delays } from '../../support/aws/clock/chance.ts';
import { simulate } from '../../support/aws/clock/simulate.ts';
import { apiPlan, AWAY, browserPlan, HOME } from './plans.ts';
import { minutes, printTable } from './printed.ts';

const EVERY_MINUTE = { kind: 'rate', everyMinutes: 1 } as const;
const EVERY_WEEK = { kind: 'rate', everyMinutes: 10_080 } as const;
const EVERY_OTHER_DAY = { kind: 'rate', everyMinutes: 2_880 } as const;
const DEPLOYED_AT = Date.UTC(2026, 11, 1, 6, 0, 20);
const HANGS_FROM = DEPLOYED_AT + HOUR_MS;
/** Each world has another place of the outage between two slots. */
const BEGINS_APART_MS = 47 * SECOND_MS;

const SLOW_RUNS = { schedule: EVERY_MINUTE, timeoutMs: 60 * SECOND_MS, regions: [HOME] } as const;
const SUBJECTS: Readonly<Record<string, JourneyPlan>> = {
  'browser 1 min, 60 s, retries 2': browserPlan({ ...SLOW_RUNS, retries: 2 }),
  'browser 1 min, 60 s, retries 1': browserPlan({ ...SLOW_RUNS, retries: 1 }),
  'browser 5 min, 60 s, retries 2': browserPlan({ timeoutMs: 60 * SECOND_MS, retries: 2 }),
  'browser 5 min, 60 s, retries 5, no evidence': browserPlan({ retries: 5, evidence: 'none' }),
  'api 1 min, 60 s, retries 3': apiPlan({ ...SLOW_RUNS, retries: 3 }),
  'api 1 min, 60 s, retries 1': apiPlan({ ...SLOW_RUNS, retries: 1 }),
  'api 1 min, 10 s, retries 0': apiPlan({ ...SLOW_RUNS, timeoutMs: 10 * SECOND_MS, retries: 0 }),
  'api 1 min, 60 s, retries 3, 2 of 2 regions': apiPlan({
    ...SLOW_RUNS,
    retries: 3,
    regions: [HOME, AWAY],
    alarm: { failingRegions: 2, datapoints: [2, 3] },
  }),
  'api 5 min, 60 s, retries 3, 2 of 2 regions': apiPlan({
    timeoutMs: 60 * SECOND_MS,
    schedule: { kind: 'rate', everyMinutes: 5 },
    retries: 3,
    alarm: { failingRegions: 2, datapoints: [2, 3] },
  }),
};

/** Healthy journeys that share the functions, the queue and the recorder with the subject. */
const NEIGHBOURS: Readonly<Record<string, readonly JourneyPlan[]>> = {
  alone: [],
  'healthy api': [apiPlan({ name: 'healthy-api' })],
  'healthy browser': [browserPlan({ name: 'healthy-browser', schedule: EVERY_MINUTE })],
  both: [apiPlan({ name: 'healthy-api' }), browserPlan({ name: 'healthy-browser' })],
};

/** Both ends of what CloudWatch may evaluate beyond N, with the longest delays and with drawn ones. */
const WORLDS: readonly {
  readonly beside: keyof typeof NEIGHBOURS;
  readonly extraPeriods: number;
  readonly delays: Delays;
  readonly hours: number;
}[] = [
  { beside: 'alone', extraPeriods: 0, delays: 'longest', hours: 1 },
  { beside: 'alone', extraPeriods: 4, delays: 'longest', hours: 1 },
  { beside: 'both', extraPeriods: 0, delays: 'longest', hours: 3 },
  { beside: 'both', extraPeriods: 4, delays: 'longest', hours: 1 },
  { beside: 'healthy api', extraPeriods: 0, delays: 'drawn', hours: 1 },
  { beside: 'healthy browser', extraPeriods: 0, delays: 'drawn', hours: 1 },
];

interface Measured {
  /** From the target's first moment of hanging until *down* is on; Infinity: never. */
  readonly alarmedMs: number;
  /** Messages about the neighbours, and *down* of the subject within the first hour. */
  readonly wrong: readonly string[];
}

async function measure(
  plan: JourneyPlan,
  { beside, hours, ...how }: (typeof WORLDS)[number],
  fromMs: number,
): Promise<Measured> {
  const neighbours = NEIGHBOURS[beside] ?? [];
  const toMs = fromMs + hours * HOUR_MS;
  const world = await simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_AT, plans: [plan, ...neighbours] }],
    untilMs: toMs,
    faults: [{ kind: 'target', state: 'hanging', journey: plan.name, fromMs, toMs }],
    ...how,
  });
  const alarms = world.messages.filter(({ state }) => state === 'ALARM');
  const down = alarms.find(({ alarm }) => alarm === `waywiser-prod-${plan.name}-down`);
  const wrong = alarms.filter(({ alarm, atMs }) => {
    const isNeighbours = neighbours.some(({ name }) => alarm.includes(`-${name}-`));

    return atMs >= fromMs && (isNeighbours || alarm.endsWith(`${plan.name}-silent`));
  });

  return {
    alarmedMs: (down?.atMs ?? Infinity) - fromMs,
    wrong: wrong.map(({ text }) => text),
  };
}

test('a target that hangs for hours is alarmed within the guarantee, at both ends of the evaluation', async () => {
  const rows: string[][] = [];
  const late: string[] = [];
  for (const [title, plan] of Object.entries(SUBJECTS)) {
    const boundMs = detectionOf(plan)?.alarmedWithinMs ?? 0;
    const measured: number[] = [];
    for (const [index, how] of WORLDS.entries()) {
      const { alarmedMs, wrong } = await measure(plan, how, HANGS_FROM + index * BEGINS_APART_MS);
      measured.push(alarmedMs);
      const where = `${title}, ${JSON.stringify(how)}`;
      if (alarmedMs > boundMs) late.push(`${where}: ${minutes(alarmedMs)} min`);
      late.push(...wrong.map((text) => `${where}: ${text}`));
    }
    const [earliest, latest] = [Math.min(...measured), Math.max(...measured)];
    rows.push([title, minutes(boundMs), minutes(earliest), minutes(latest)]);
  }

  printTable(['hanging journey', 'guarantee (min)', 'earliest', 'latest'], rows);
  expect(late).toEqual([]);
});

test.each([
  [
    'alarm.failingRegions',
    { schedule: EVERY_WEEK, alarm: { failingRegions: 2, datapoints: [2, 3] } },
  ],
  [
    'alarm.datapoints',
    { schedule: EVERY_OTHER_DAY, alarm: { failingRegions: 2, datapoints: [3, 3] } },
  ],
] as const)('options of which nothing is guaranteed are refused: %s', (path, changes) => {
  const plan = apiPlan(changes);

  expect(detectionOf(plan)).toBeNull();
  expect(undetectedReader()(plan).map((each) => each.path)).toEqual([path]);
});
