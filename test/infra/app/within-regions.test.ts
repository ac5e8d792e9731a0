import { withinRegions } from '../../../lib/infra/app/within-regions.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';

const OWN = { isOwnStage: true };
const TRIAL = { isOwnStage: false };
const journey = { plan: planOf(), bundlePath: '/nowhere' };

describe('withinRegions()', () => {
  it('withinRegions() leaves everything as it is when no region is named', () => {
    expect(withinRegions([journey], null, OWN)).toEqual({ journeys: [journey], problems: [] });
  });

  it('withinRegions() keeps the named regions and lowers the quorum to their number', () => {
    const { journeys, problems } = withinRegions([journey], ['us-east-1'], TRIAL);

    expect(problems).toEqual([]);
    expect(journeys.map(({ plan }) => [plan.regions, plan.alarm])).toEqual([
      [['us-east-1'], { failingRegions: 1, datapoints: [2, 3] }],
    ]);
  });

  it('withinRegions() leaves out a journey that runs elsewhere', () => {
    const there = { ...journey, plan: planOf({ name: 'there', regions: ['us-east-1'] }) };

    const { journeys } = withinRegions([journey, there], ['eu-west-1'], TRIAL);

    expect(journeys.map(({ plan }) => plan.name)).toEqual(['checkout']);
  });

  it('withinRegions() names the nearest region when no journey runs in the one given', () => {
    const { problems } = withinRegions([journey], ['us-east-2'], TRIAL);

    expect(problems.map(({ message }) => message)).toEqual([
      'Cannot deploy to "us-east-2" alone: no journey runs in this region; expected us-east-1',
    ]);
  });

  it('withinRegions() refuses to take regions from the stage of the configuration', () => {
    const { problems } = withinRegions([journey], ['us-east-1'], OWN);

    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('expected a stage for the trial as well, such as -c stage=trial'),
    ]);
  });
});
