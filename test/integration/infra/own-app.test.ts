import { App, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  EvidenceBucket,
  JourneySchedule,
  RecordQueues,
  RunsTable,
  waywiserStacks,
} from '../../../lib/infra/index.ts';
import { apiPlan, workshop } from './support/deployment-of.ts';

const ALIAS = 'arn:aws:lambda:eu-west-1:123456789012:function:mine:live';
const ROLE = 'arn:aws:iam::123456789012:role/mine';

const shop = workshop();

afterAll(() => shop.remove());

describe('constructs in an app of someone else', () => {
  it('waywiserStacks() adds a stage to a stage of a pipeline', () => {
    const pipelineStage = new Stage(
      new App({ builtinCloudFormationValidation: false }),
      'Production',
    );

    const { home, regions, alarms } = waywiserStacks(pipelineStage, shop.deployment([apiPlan()]));

    expect([home, ...regions, ...alarms].map((stack) => [stack.stackName, stack.region])).toEqual([
      ['waywiser-prod-home', 'eu-west-1'],
      ['waywiser-prod-eu-west-1', 'eu-west-1'],
      ...[0, 1, 2, 3].map((number) => [`waywiser-prod-alarms-${number}`, 'eu-west-1']),
    ]);
    expect(regions[0]?.dependencies.map(({ node }) => node.id)).toEqual(['waywiser-prod-home']);
    expect(() => pipelineStage.synth()).not.toThrow();
  });

  it('constructs stand alone in a stack', () => {
    const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Mine', {
      env: { region: 'eu-west-1' },
    });

    const { queue } = new RecordQueues(stack, 'Queue', {
      queueName: 'mine',
      unreadableQueueName: 'mine-unreadable',
      visibilitySeconds: 365,
    });
    new RunsTable(stack, 'Runs', { tableName: 'mine', keepData: false });
    new EvidenceBucket(stack, 'Evidence', {
      bucketName: 'mine-evidence',
      retentionMs: 86_400_000,
      keepData: true,
    });
    new JourneySchedule(stack, 'Health', {
      plan: apiPlan(),
      target: { aliasArn: ALIAS, roleArn: ROLE },
      region: 'eu-west-1',
      groupName: 'mine',
      deadLettersArn: queue.queueArn,
    });

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SQS::Queue', 2);
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: Match.objectLike({ Arn: ALIAS, RoleArn: ROLE }),
    });
  });
});
