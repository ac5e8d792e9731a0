import {
  deletionOrder,
  type DeployedStack,
  orphanedStacks,
  stageStacks,
} from '../../../lib/core/deploy/stage-stacks.ts';

const PLACE = { stage: 'prod', home: 'eu-west-1' };

function deployed(name: string, region = 'eu-west-1'): DeployedStack {
  return { name, region, id: `arn:${region}:${name}`, status: 'UPDATE_COMPLETE' };
}

describe('stageStacks()', () => {
  it.each([
    ['no journey', [], []],
    [
      'some',
      [{ regions: ['us-east-1', 'eu-west-1'] }, { regions: ['eu-west-1'] }],
      ['waywiser-prod-eu-west-1 eu-west-1', 'waywiser-prod-us-east-1 us-east-1'],
    ],
  ])('stageStacks() has the home region and four of alarms with %s', (_what, plans, regions) => {
    expect(stageStacks(PLACE, plans).map(({ name, region }) => `${name} ${region}`)).toEqual([
      'waywiser-prod-home eu-west-1',
      ...regions,
      ...[0, 1, 2, 3].map((number) => `waywiser-prod-alarms-${number} eu-west-1`),
    ]);
  });
});

describe('orphanedStacks()', () => {
  it('orphanedStacks() are those of regions that no journey names, and of a former home region', () => {
    const expected = stageStacks(PLACE, [{ regions: ['us-east-1'] }]);
    const known = expected.map(({ name, region }) => deployed(name, region));
    const orphans = [
      deployed('waywiser-prod-ap-south-1', 'ap-south-1'),
      deployed('waywiser-prod-home', 'us-east-1'),
    ];

    expect(orphanedStacks([...orphans, ...known], expected)).toEqual(orphans);
  });
});

describe('deletionOrder()', () => {
  it('deletionOrder() has alarms first and the home region last', () => {
    const names = ['home', 'us-east-1', 'alarms-1', 'eu-west-1', 'alarms-0'];
    const groups = deletionOrder(
      'prod',
      names.map((name) => deployed(`waywiser-prod-${name}`)),
    );

    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ['waywiser-prod-alarms-1', 'waywiser-prod-alarms-0'],
      ['waywiser-prod-us-east-1', 'waywiser-prod-eu-west-1'],
      ['waywiser-prod-home'],
    ]);
  });

  it('deletionOrder() has no empty group', () => {
    expect(deletionOrder('prod', [])).toEqual([]);
  });
});
