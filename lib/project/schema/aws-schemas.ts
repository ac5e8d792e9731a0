import { z } from 'zod';
import { distinct, knownName, matching } from './option-schemas.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html#iam-resources */
const SECRETS_MANAGER =
  /^arn:aws(?:-cn|-us-gov)?:secretsmanager:([a-z0-9-]+):\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/;
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html */
const PARAMETER_STORE =
  /^arn:aws(?:-cn|-us-gov)?:ssm:([a-z0-9-]+):\d{12}:parameter\/[A-Za-z0-9/_.-]+$/;

/** A schema for AWS regions. */
export function awsRegion(): z.ZodString {
  return knownName('an AWS region, such as "eu-west-1"', AWS_REGIONS);
}

/** A schema for a list of AWS regions without repetitions. */
export function regions(): z.ZodArray<z.ZodString> {
  const expected = 'a list of AWS regions, such as ["eu-west-1", "us-east-1"]';

  return distinct(z.array(awsRegion(), expected).min(1, expected));
}

/** A schema for a list of AWS resource ids such as `subnet-0a1b2c3d`, without repetitions. */
export function resourceIds(prefix: string, most: number): z.ZodArray<z.ZodString> {
  const expected = `1 to ${most} ids such as "${prefix}-0a1b2c3d4e5f60718"`;
  const id = matching(z.string(`an id such as "${prefix}-0a1b2c3d4e5f60718"`), {
    test: (value) => value.startsWith(`${prefix}-`) && /-[0-9a-f]{8,17}$/.test(value),
    what: 'not such an id',
    expected: `one such as "${prefix}-0a1b2c3d4e5f60718"`,
  });

  return distinct(z.array(id, `a list of ${expected}`).min(1, expected).max(most, expected));
}

/** A schema for ARNs of secrets in Secrets Manager or the Parameter Store. */
export function secretArn(): z.ZodString {
  const expected =
    'one of Secrets Manager or the Parameter Store, such as "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/test-user-AbCdEf"';

  return matching(z.string(expected.replace('one of', 'an ARN of')), {
    test: isSecretArn,
    what: 'not such an ARN',
    expected,
  });
}

function isSecretArn(value: string): boolean {
  const [, region] = SECRETS_MANAGER.exec(value) ?? PARAMETER_STORE.exec(value) ?? [];

  return region !== undefined && AWS_REGIONS.includes(region);
}

/** Regions with Lambda and EventBridge Scheduler: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const AWS_REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
];
