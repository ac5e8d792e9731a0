import { removeStacks } from '../../../lib/core/deploy/removal.ts';
import { orphanedStacks, stageStacks } from '../../../lib/core/deploy/stage-stacks.ts';
import { AwsAccount } from '../../support/aws/formation/account.ts';
import { type AssemblyStack, bootstrap, uploadAll } from '../../support/aws/formation/assembly.ts';
import { deleteStack } from '../../support/aws/formation/delete-stack.ts';
import {
  deployProject,
  type Project,
  removeSyntheses,
  synthesised,
} from '../../support/aws/formation/deploy-project.ts';
import { deployStack } from '../../support/aws/formation/deploy-stack.ts';
import { failNth } from '../../support/aws/formation/operation.ts';
import {
  deployedStacks,
  modelStageAccount,
  stacksOfStage,
} from '../../support/aws/formation/stage-account.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { apiPlan } from '../infra/support/deployment-of.ts';
import { namesOf, NOON_MS } from './stack-of.ts';

const HOUR_MS = 3_600_000;
const ALONE = { isolated: true, memoryMb: null, architecture: null, vpc: null };
const HOOK = {
  kind: 'slack',
  secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat/hook-AbCdEf',
} as const;
const PROJECT: Project = {
  plans: [
    apiPlan({ regions: ['eu-west-1', 'us-east-1'] }),
    apiPlan({ name: 'alone', deploy: ALONE }),
    planOf({ regions: ['eu-west-1'], alarm: { failingRegions: 1, datapoints: [2, 3] } }),
  ],
  config: {
    notify: { emails: ['ops@shop.example'], webhooks: [HOOK] },
    maintenance: [{ from: '2027-01-01T22:00:00Z', to: '2027-01-01T23:00:00Z' }],
  },
};

afterAll(() => removeSyntheses());

function account(): AwsAccount {
  return new AwsAccount({ nowMs: NOON_MS });
}

/** Everything but ids and times. */
function contentOf(model: AwsAccount) {
  return model.resources().map(({ type, region, name, properties, owner }) => ({
    type,
    region,
    name,
    properties,
    owner: owner?.logicalId,
  }));
}

/** More actions than any stack of these tests has. */
const MAX_ACTIONS = 200;

/** An operation that failed at one action, and whether everything was as before it. */
interface Failure {
  readonly stack: string;
  readonly number: number;
  readonly status: string | null;
  readonly isAsBefore: boolean;
}

/** Deploys each stack as often as it has actions, each time with a fault at another one, then whole. */
function failureAtEveryAction(
  model: AwsAccount,
  stacks: readonly AssemblyStack[],
): readonly Failure[] {
  return stacks.flatMap((stack) => {
    const before = JSON.stringify(contentOf(model));
    const failures: Failure[] = [];
    for (let number = 1; number < MAX_ACTIONS; number += 1) {
      const { outcome, status } = deployStack(model, { ...stack, fault: failNth(number) });
      if (outcome !== 'failed') break;
      const isAsBefore = JSON.stringify(contentOf(model)) === before;
      failures.push({ stack: stack.name, number, status, isAsBefore });
      if (status === 'ROLLBACK_COMPLETE') deleteStack(model, stack);
    }
    return failures;
  });
}

describe('deployProject()', () => {
  it('creates every stack of a project, and changes nothing the second time', () => {
    const model = account();

    const first = deployProject(model, PROJECT, { at: NOON_MS });
    const second = deployProject(model, PROJECT, { at: NOON_MS + HOUR_MS });

    expect(first.stacks.map(({ outcome, reason }) => [outcome, reason])).toEqual(
      first.app.map(() => ['created', null]),
    );
    expect(second.stacks.map(({ outcome }) => outcome)).toEqual(first.app.map(() => 'unchanged'));
    expect(stacksOfStage(model, 'prod').map(({ name }) => name)).toEqual(first.app);
    expect(model.orphans()).toEqual([]);
    expect(model.resources('AWS::Scheduler::Schedule', 'us-east-1')).toHaveLength(1);
  });

  it('a rolled-back update leaves every resource as it was, whichever action failed', () => {
    const model = account();
    deployProject(model, PROJECT, { at: NOON_MS });
    const plans = [apiPlan({ timeoutMs: 20_000 }), apiPlan({ name: 'new' })];
    const next = synthesised({ ...PROJECT, plans }, { at: NOON_MS + HOUR_MS });
    uploadAll(model, next);

    const failures = failureAtEveryAction(model, next.stacks);

    expect(failures.length).toBeGreaterThan(15);
    expect(failures.filter(({ isAsBefore }) => !isAsBefore)).toEqual([]);
    expect(new Set(failures.map(({ status }) => status))).toEqual(
      new Set(['UPDATE_ROLLBACK_COMPLETE']),
    );
  });

  it('a rolled-back creation without data to keep leaves nothing, whichever action failed', () => {
    const model = account();
    const assembly = synthesised({ ...PROJECT, keepData: false }, { at: NOON_MS });
    for (const { region } of assembly.stacks) bootstrap(model, region);
    uploadAll(model, assembly);

    const failures = failureAtEveryAction(model, assembly.stacks);

    expect(failures.length).toBeGreaterThan(100);
    expect(failures.filter(({ isAsBefore }) => !isAsBefore)).toEqual([]);
    expect(new Set(failures.map(({ status }) => status))).toEqual(new Set(['ROLLBACK_COMPLETE']));
  });

  it('without data to keep, the deletion of all stacks leaves nothing but the bootstrap', () => {
    const model = account();
    deployProject(model, { ...PROJECT, keepData: false }, { at: NOON_MS });
    model.fill('waywiser-prod-evidence-123456789012-eu-west-1');

    for (const { name, region } of model.stacks().toReversed())
      deleteStack(model, { name, region });

    expect(namesOf(model.resources())).toEqual([]);
    expect(model.allStacks()).toEqual([]);
  });

  it('prune deletes the stacks that left the project, destroy the others and their data', async () => {
    const model = account();
    deployProject(model, PROJECT, { at: NOON_MS });
    const plans = [apiPlan()];
    deployProject(model, { ...PROJECT, plans }, { at: NOON_MS + HOUR_MS });
    const port = modelStageAccount(model);
    const expected = stageStacks({ stage: 'prod', home: 'eu-west-1' }, plans);

    const stale = orphanedStacks(deployedStacks(model, 'prod'), expected);
    const pruned = await removeStacks(
      { stage: 'prod', stacks: stale, deleteData: true },
      port,
      () => undefined,
    );
    const others = deployedStacks(model, 'prod').map(({ name }) => name);
    await removeStacks(
      { stage: 'prod', stacks: deployedStacks(model, 'prod'), deleteData: true },
      port,
      () => undefined,
    );

    expect(pruned.map(({ name, result }) => [name, result.kind])).toEqual([
      ['waywiser-prod-us-east-1', 'deleted'],
      ['waywiser-prod-evidence-123456789012-us-east-1', 'deleted'],
    ]);
    expect(others.toSorted()).toEqual(expected.map(({ name }) => name).toSorted());
    expect(namesOf(model.resources())).toEqual([]);
  });
});
