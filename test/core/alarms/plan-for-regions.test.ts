import { planForRegions } from '../../../lib/core/alarms/region-alarm.ts';
import { planOf } from './journey-plan.ts';

describe('planForRegions()', () => {
  it.each([
    [['local'], 1],
    [['eu-west-1', 'local'], 2],
    [['eu-west-1', 'us-east-1', 'local'], 2],
  ])('planForRegions() has a quorum that %j can reach', (regions, failingRegions) => {
    const plan = planForRegions(planOf(), regions);

    expect(plan.regions).toEqual(regions);
    expect(plan.alarm).toEqual({ failingRegions, datapoints: [2, 3] });
  });

  it('planForRegions() has no alarms on trends, which no record holds', () => {
    const alarm = {
      failingRegions: 1,
      datapoints: [2, 3],
      driftPercent: 5,
      daysToBudget: 9,
    } as const;

    expect(planForRegions(planOf({ alarm }), ['local']).alarm).toEqual({
      failingRegions: 1,
      datapoints: [2, 3],
    });
  });

  it('planForRegions() takes no more regions than an alarm reads', () => {
    const regions = Array.from({ length: 12 }, (_, index) => `region-${index}`);

    expect(planForRegions(planOf(), regions).regions).toEqual(regions.slice(0, 10));
  });
});
