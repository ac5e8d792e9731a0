import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { AwsAccount } from '../../support/aws/formation/account.ts';
import { deleteStack } from '../../support/aws/formation/delete-stack.ts';
import {
  deployProject,
  type ProjectOptions,
  type ProjectResult,
  removeSyntheses,
} from '../../support/aws/formation/deploy-project.ts';
import { failNth } from '../../support/aws/formation/operation.ts';
import { stacksOfStage } from '../../support/aws/formation/stage-account.ts';
import { apiPlan } from '../infra/support/deployment-of.ts';
import { namesOf, NOON_MS } from './stack-of.ts';

const HOUR_MS = 3_600_000;
const ALONE = { isolated: true, memoryMb: null, architecture: null, vpc: null };
const UNEVEN = apiPlan({ name: 'uneven', schedule: { kind: 'rate', everyMinutes: 7 } });
const TABLE = 'waywiser-prod';
const BUCKET = 'waywiser-prod-evidence-123456789012-eu-west-1';

afterAll(() => removeSyntheses());

function account(): AwsAccount {
  return new AwsAccount({ nowMs: NOON_MS });
}

function deploy(
  model: AwsAccount,
  plans: readonly JourneyPlan[],
  options: Partial<ProjectOptions> = {},
): ProjectResult {
  return deployProject(model, { plans }, { at: NOON_MS, ...options });
}

/** Names of the tables and buckets of the stage, and whether a stack has them. */
function dataIn(model: AwsAccount): readonly (readonly [string, boolean])[] {
  return ['AWS::DynamoDB::Table', 'AWS::S3::Bucket']
    .flatMap((type) => model.resources(type, 'eu-west-1'))
    .filter(({ name }) => name === TABLE || name === BUCKET)
    .map(({ name, owner }) => [name, owner !== null] as const);
}

/** An account in which a stage was deployed, and its stacks deleted. */
function destroyed(): AwsAccount {
  const model = account();
  deploy(model, [UNEVEN]);
  for (const { name, region } of stacksOfStage(model, 'prod').toReversed()) {
    expect(deleteStack(model, { name, region }).outcome).toBe('deleted');
  }

  return model;
}

describe('a first deployment that fails', () => {
  it.each([1, 2, 3, 5, 8, 13, 21])(
    'leaves nothing that blocks the next one when action %d of each stack fails',
    (number) => {
      const model = account();

      const failed = deploy(model, [UNEVEN], { fault: failNth(number) });
      expect(failed.isWhole).toBe(false);
      expect(dataIn(model)).toEqual([]);

      expect(deploy(model, [UNEVEN], { at: NOON_MS + HOUR_MS }).isWhole).toBe(true);
      expect(model.orphans()).toEqual([]);
    },
  );
});

describe('data of a stage that was destroyed', () => {
  it('stays, and blocks a deployment that does not adopt it', () => {
    const model = destroyed();

    expect(dataIn(model)).toEqual([
      [TABLE, false],
      [BUCKET, false],
    ]);
    expect(deploy(model, [UNEVEN], { at: NOON_MS + HOUR_MS }).isWhole).toBe(false);
  });

  it('is adopted', () => {
    const model = destroyed();

    const adopted = deploy(model, [UNEVEN], { at: NOON_MS + HOUR_MS, importExisting: true });

    expect(adopted.stacks.map(({ reason }) => reason)).toEqual(adopted.stacks.map(() => null));
    expect(dataIn(model)).toEqual([
      [TABLE, true],
      [BUCKET, true],
    ]);
    const later = deploy(model, [UNEVEN], { at: NOON_MS + 2 * HOUR_MS });
    expect(later.stacks.map(({ outcome }) => outcome)).toEqual(later.stacks.map(() => 'unchanged'));
  });
});

describe('a deployment of changed journeys', () => {
  it('keeps the set of stacks of the home region, and deletes the alarms of a removed journey', () => {
    const model = account();
    const journeys = [UNEVEN, apiPlan(), apiPlan({ name: 'other' })];
    const { app } = deploy(model, journeys);

    const { app: less } = deploy(model, [apiPlan()], { at: NOON_MS + HOUR_MS });

    expect(less).toEqual(app);
    const alarms = namesOf(model.resources('AWS::CloudWatch::Alarm'));
    expect(alarms.filter((name) => /-(?:uneven|other)-/.test(name))).toEqual([]);
    expect(model.orphans()).toEqual([]);
  });

  it('moves a journey between a shared function and its own, in both directions', () => {
    const model = account();
    const isolated = { ...UNEVEN, deploy: ALONE };
    deploy(model, [apiPlan(), UNEVEN]);

    for (const [hours, plan] of [isolated, UNEVEN, isolated].entries()) {
      const at = NOON_MS + (hours + 1) * HOUR_MS;
      const moved = deploy(model, [apiPlan(), plan], { at });

      expect(moved.stacks.map(({ reason }) => reason)).toEqual(moved.stacks.map(() => null));
      const schedules = namesOf(model.resources('AWS::Scheduler::Schedule'));
      expect(schedules).toContain('waywiser-prod/uneven');
    }
    expect(model.orphans()).toEqual([]);
  });

  it('updates the recorder before a runner, and schedules last', () => {
    const model = account();
    const order: string[] = [];
    deploy(model, [apiPlan(), UNEVEN]);

    deploy(model, [apiPlan({ version: 'bb22' }), { ...UNEVEN, deploy: ALONE }], {
      at: NOON_MS + HOUR_MS,
      fault: ({ stack, logicalId, type, action }) => {
        if (stack.startsWith('waywiser-prod-eu-west-1'))
          order.push(`${action} ${type} ${logicalId}`);

        return null;
      },
    });

    const steps = [
      /AWS::Lambda::Function RecorderFunction/,
      /AWS::Lambda::Function (?:ApiRunner|Of)/,
      /AWS::Scheduler::Schedule /,
    ].map((pattern) => order.findIndex((each) => pattern.test(each)));
    expect(steps).not.toContain(-1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});
