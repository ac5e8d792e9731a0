import type { DoctorFact } from '../../../lib/core/doctor/doctor-fact.ts';
import { describeDoctorFact } from '../../../lib/report/format/describe-doctor-fact.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user';
const PARAMETER = 'arn:aws:ssm:us-east-1:123456789012:parameter/shop/token';

describe('describeDoctorFact()', () => {
  it.each<readonly [DoctorFact, string, string | undefined]>([
    [
      { code: 'not-bootstrapped', account: '123456789012', region: 'us-east-1' },
      'us-east-1 is not bootstrapped for CDK',
      'npx cdk bootstrap aws://123456789012/us-east-1',
    ],
    [
      { code: 'version-differs', stack: 's', region: 'r', deployed: null, own: '1.2.0' },
      's in r was deployed by an earlier version of Waywiser; this is 1.2.0',
      'npx waywiser deploy --stage test',
    ],
    [
      { code: 'stack-busy', stack: 's', region: 'r', status: 'UPDATE_IN_PROGRESS' },
      's in r is being changed: UPDATE_IN_PROGRESS',
      'npx waywiser doctor --stage test',
    ],
    [
      { code: 'secret-missing', secret: 'user', arn: SECRET },
      `the secret user does not exist: ${SECRET}`,
      'aws secretsmanager create-secret --region eu-west-1 --name shop/user --secret-string <value>',
    ],
    [
      { code: 'secret-missing', secret: 'token', arn: PARAMETER },
      `the secret token does not exist: ${PARAMETER}`,
      'aws ssm put-parameter --region us-east-1 --type SecureString --name /shop/token --value <value>',
    ],
    [
      { code: 'queue-late', queue: 'waywiser-prod-records', region: 'r', ageSeconds: 1_200 },
      'records wait in waywiser-prod-records in r for 20 minutes: the recorder does not keep up',
      'aws logs tail /aws/lambda/waywiser-prod-recorder --region r --since 1h',
    ],
    [
      { code: 'alarms-off', alarms: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], region: 'r' },
      '7 alarms with actions switched off: a, b, c, d, e and 2 more',
      'aws cloudwatch enable-alarm-actions --region r --alarm-names a b c d e f g',
    ],
    [
      {
        code: 'call-failed',
        problem: 'denied',
        action: 'sqs:GetQueueUrl',
        region: 'r',
        message: 'no',
      },
      'could not tell: needs the permission sqs:GetQueueUrl in r (docs/deploy.md#check-it has a policy)',
      undefined,
    ],
  ])('words %j', (fact, text, remedy) => {
    expect(describeDoctorFact(fact, 'test')).toEqual({
      text,
      ...(remedy !== undefined && { remedy }),
    });
  });
});
