import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteSecretCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Account, common } from './account.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Faults of the account, of stacks, and of what functions may read. */
export const ACCOUNT_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a region that was bootstrapped long ago',
    found: ['bootstrap-old us-east-1'],
    plant: async (account) => {
      await bootstrapped(account, '3');

      return async () => bootstrapped(account, '30');
    },
  },
  {
    name: 'a stack of the stage that left the project',
    found: ['stack-orphaned us-east-1'],
    plant: async (account) => {
      const client = new CloudFormationClient(common(account, account.abroad));
      const name = `waywiser-${account.stage}-ap-south-1`;
      const body = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
      await client.send(
        new CreateStackCommand({
          StackName: name,
          TemplateBody: JSON.stringify(body),
          Tags: [{ Key: 'waywiser:stage', Value: account.stage }],
        }),
      );

      return async () => client.send(new DeleteStackCommand({ StackName: name }));
    },
  },
  {
    name: 'a secret that was deleted',
    found: ['secret-deleted'],
    plant: async (account) => {
      const client = new SecretsManagerClient(common(account, account.home));
      await client.send(new DeleteSecretCommand({ SecretId: 'shop/user' }));

      return async () => client.send(new RestoreSecretCommand({ SecretId: 'shop/user' }));
    },
  },
  {
    name: 'a role whose policy no longer names the secret',
    found: ['role-lacks-secret eu-west-1'],
    plant: async (account) => {
      const lambda = new LambdaClient(common(account, account.home));
      const { Role: arn = '' } = await lambda.send(
        new GetFunctionConfigurationCommand({
          FunctionName: `waywiser-${account.stage}-api-runner`,
        }),
      );
      const client = new IAMClient(common(account, account.home));
      const place = { RoleName: arn.split('/').at(-1) ?? '', PolicyName: 'own' };
      const { PolicyDocument: text = '' } = await client.send(new GetRolePolicyCommand(place));
      const policy = decodeURIComponent(text);
      await client.send(
        new PutRolePolicyCommand({
          ...place,
          PolicyDocument: policy.replaceAll('secret:shop/user', 'secret:shop/other'),
        }),
      );

      return async () =>
        client.send(new PutRolePolicyCommand({ ...place, PolicyDocument: policy }));
    },
  },
];

const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version';

async function bootstrapped(account: Account, version: string): Promise<unknown> {
  const client = new SSMClient(common(account, account.abroad));

  return client.send(
    new PutParameterCommand({ Name: BOOTSTRAP, Value: version, Type: 'String', Overwrite: true }),
  );
}
