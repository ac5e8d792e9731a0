import { App } from 'aws-cdk-lib';
import type { MaintenancePlan } from '../../../lib/core/journey/resolved-config.ts';
import { waywiserStacks } from '../../../lib/infra/waywiser-stacks.ts';
import { apiPlan, workshop } from './support/deployment-of.ts';

const shop = workshop();

afterAll(() => shop.remove());

const PLANS = [
  apiPlan({ name: 'uneven', schedule: { kind: 'rate', everyMinutes: 7 } }),
  apiPlan({ name: 'alone', schedule: { kind: 'rate', everyMinutes: 2_880 } }),
  apiPlan({ name: 'even', regions: ['eu-west-1', 'us-east-1'] }),
];

/** Every template of a stage that is synthesised on a day, parts included, as text by its file. */
function templatesOn(
  today: string,
  maintenance: readonly MaintenancePlan[] = [],
): Readonly<Record<string, string>> {
  const app = new App({ builtinCloudFormationValidation: false });
  waywiserStacks(app, { ...shop.deployment(PLANS, { maintenance }), today });
  const { stacksRecursively } = app.synth();

  return Object.fromEntries(
    stacksRecursively.map(({ id, template }) => [id, JSON.stringify(template)]),
  );
}

describe('waywiserStacks()', () => {
  it('waywiserStacks() gives the same templates at any time', () => {
    const templates = templatesOn('2026-11-22');

    expect(Object.keys(templates).length).toBeGreaterThan(3);
    expect(templatesOn('2028-02-29')).toEqual(templates);
  });

  it('waywiserStacks() changes a template on the day after a maintenance window, and no other', () => {
    const windows: readonly MaintenancePlan[] = [
      { from: '2026-11-22T22:00:00Z', to: '2026-11-22T23:00:00Z', journeys: ['alone'] },
    ];

    const before = templatesOn('2026-11-22', windows);

    expect(templatesOn('2026-11-21', windows)).toEqual(before);
    const after = templatesOn('2026-11-23', windows);
    const changed = Object.keys(before).filter((id) => before[id] !== after[id]);
    expect(changed).toEqual([expect.stringMatching(/^waywiser-prod-alarms-\d$/)]);
    expect(templatesOn('2027-11-23', windows)).toEqual(after);
  });
});
