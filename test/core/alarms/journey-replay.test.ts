import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { Outcome } from '../../../lib/core/record/outcome.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { replayAlarms } from '../../../lib/core/alarms/alarm-history.ts';
import type { SamplePoint } from '../../../lib/core/alarms/datapoints.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import { planOf } from './journey-plan.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';

const FRAME = { stage: 'prod', runbookUrl: null };
const START_MS = Date.parse('2027-03-01T00:00:00Z');

/** What became of a slot: an outcome, or null where no record came. */
type Fate = (slot: { readonly region: string; readonly hour: number }) => Outcome | null;

interface Replay {
  readonly plan: JourneyPlan;
  readonly hours: number;
  readonly fate: Fate;
}

function add(samples: Map<string, SamplePoint[]>, key: string, sample: SamplePoint): void {
  const list = samples.get(key) ?? [];
  list.push(sample);
  samples.set(key, list);
}

/** Every slot's samples, as the recorder sends them, by `metric region`. */
function samplesOf({ plan, hours, fate }: Replay): ReadonlyMap<string, readonly SamplePoint[]> {
  const samples = new Map<string, SamplePoint[]>();
  for (const region of plan.regions) {
    const range = { fromMs: START_MS - 24 * HOUR_MS, toMs: START_MS + hours * HOUR_MS };
    for (const atMs of slotsBetween(plan.schedule, { journey: plan.name, region }, range)) {
      const outcome = fate({ region, hour: (atMs - START_MS) / HOUR_MS });
      if (outcome === null) continue;
      add(samples, `Errored ${region}`, { atMs, value: Number(outcome === 'errored') });
      if (outcome === 'errored') continue;
      add(samples, `Success ${region}`, { atMs, value: Number(outcome === 'passed') });
    }
  }

  return samples;
}

/** Each alarm's way through the states: `minutes:STATE`, without those that never leave OK. */
function changes(replay: Replay): Readonly<Record<string, readonly string[]>> {
  const samples = samplesOf(replay);
  const alarms = journeyAlarms(replay.plan, FRAME).map(({ definition }) => definition);
  const histories = replayAlarms(
    alarms,
    ({ name, dimensions }) => samples.get(`${name} ${dimensions['Region']}`) ?? [],
    {
      fromMs: START_MS,
      toMs: START_MS + replay.hours * HOUR_MS,
      initial: Object.fromEntries(alarms.map(({ name }) => [name, 'OK'])),
    },
  );

  return Object.fromEntries(
    histories
      .filter(({ transitions }) => transitions.length > 0)
      .map(({ alarm, transitions }) => [
        alarm.replace('waywiser-prod-checkout-', ''),
        transitions.map(({ atMs, to }) => `${(atMs - START_MS) / MINUTE_MS}:${to}`),
      ]),
  );
}

function oneRegionFails({ region }: Parameters<Fate>[0]): Outcome {
  return region === 'us-east-1' ? 'failed' : 'passed';
}

function lastHourOfMondayFails({ hour }: Parameters<Fate>[0]): Outcome {
  return hour >= 17 && hour < 24 ? 'failed' : 'passed';
}

/** All runs pass, but for some regions' in the second hour. */
function secondHour(regions: readonly string[], outcome: Outcome | null): Fate {
  return ({ region, hour }) =>
    regions.includes(region) && hour >= 1 && hour < 2 ? outcome : 'passed';
}

const PLAN = planOf({ budgets: [] });

describe('journeyAlarms(), replayed', () => {
  it('journeyAlarms() is quiet while every run passes', () => {
    expect(changes({ plan: PLAN, hours: 6, fate: () => 'passed' })).toEqual({});
  });

  it('journeyAlarms() is not down while one region fails and the quorum is two', () => {
    expect(changes({ plan: PLAN, hours: 6, fate: oneRegionFails })).toEqual({});
  });

  it('journeyAlarms() is down from the second slot of the second region, and OK after repair', () => {
    const fate = secondHour(['us-east-1', 'ap-southeast-2'], 'failed');

    const { down, any, ...others } = changes({ plan: PLAN, hours: 4, fate });

    expect(others).toEqual({});
    expect(any).toEqual(down);
    const minutes = (down ?? []).map((change) => Number.parseInt(change, 10));
    expect(down?.map((change) => change.split(':')[1])).toEqual(['ALARM', 'OK']);
    // Two slots of five minutes, and at most five until the first of them.
    expect(minutes[0]).toBeGreaterThan(65);
    expect(minutes[0]).toBeLessThanOrEqual(71);
    expect(minutes[1]).toBeGreaterThan(125);
    expect(minutes[1]).toBeLessThanOrEqual(131);
  });

  it('journeyAlarms() is blind, not down, while two of three regions are errored', () => {
    const fate = secondHour(['us-east-1', 'ap-southeast-2'], 'errored');

    const { blind, any, ...others } = changes({ plan: PLAN, hours: 4, fate });

    expect(blind?.map((change) => change.split(':')[1])).toEqual(['ALARM', 'OK']);
    expect(any).toEqual(blind);
    expect(others).toEqual({});
  });

  it('journeyAlarms() is silent when one region of three sends nothing, others do not hide it', () => {
    const fate = secondHour(['us-east-1'], null);

    const { silent, any, ...others } = changes({ plan: PLAN, hours: 4, fate });

    expect(silent?.map((change) => change.split(':')[1])).toEqual(['ALARM', 'OK']);
    expect(any).toEqual(silent);
    expect(others).toEqual({});
  });

  it('journeyAlarms() keeps down through the night when a business-hours journey failed last', () => {
    const schedule = {
      kind: 'cron',
      expression: '*/10 8-17 ? * MON-FRI *',
      timeZone: 'UTC',
    } as const;
    const plan = planOf({ schedule, budgets: [] });

    // From Monday 17:11 to Tuesday 8:01, when the only datapoint of the range is a pass.
    expect(changes({ plan, hours: 36, fate: lastHourOfMondayFails })).toEqual({
      down: ['1031:ALARM', '1921:OK'],
      any: ['1031:ALARM', '1921:OK'],
    });
  });

  it.each([
    '0 8,9,20 * * ? *',
    '0,5,50 8-9,20 * * ? *',
    '0/7 * * * ? *',
    '13 2,5,11 ? * MON,THU *',
    '0 6 ? * MON *',
  ])('journeyAlarms() is down within ten days when all fails on %s', (expression) => {
    const schedule = { kind: 'cron', expression, timeZone: 'UTC' } as const;

    const { down } = changes({
      plan: planOf({ schedule, budgets: [] }),
      hours: 240,
      fate: () => 'failed',
    });

    expect(down?.map((change) => change.split(':')[1])).toEqual(['ALARM']);
  });
});
