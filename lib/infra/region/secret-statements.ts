import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from '../platform-function.ts';

/** The six characters that Secrets Manager adds to a secret's name in its ARN. */
const RANDOM_SUFFIX = /-[A-Za-z0-9]{6}$/;
const ANY_SUFFIX = '-??????';

/** Reason for the pattern in a role's resources. */
export const SECRETS_REASON =
  'The ARN in the configuration lacks the six characters that Secrets Manager adds to a name; the pattern covers only them.';

/** Permissions to read exactly these secrets; empty when there are none. */
export function readSecrets(arns: readonly string[]): readonly PolicyStatement[] {
  const parameters = arns.filter(isParameter);
  const secrets = arns.filter((arn) => !isParameter(arn)).map(withSuffix);

  return [
    ...reading('ReadNamedSecrets', 'secretsmanager:GetSecretValue', secrets),
    ...reading('ReadNamedParameters', 'ssm:GetParameter', parameters),
  ];
}

/** The resources of {@link readSecrets} that are patterns. */
export function suffixedArns(arns: readonly string[]): readonly string[] {
  return arns
    .filter((arn) => !isParameter(arn))
    .map(withSuffix)
    .filter((arn) => arn.endsWith(ANY_SUFFIX));
}

function reading(
  sid: string,
  action: string,
  resources: readonly string[],
): readonly PolicyStatement[] {
  return resources.length === 0 ? [] : [allow(sid, { actions: [action], resources })];
}

function isParameter(arn: string): boolean {
  return arn.split(':')[2] === 'ssm';
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen */
function withSuffix(arn: string): string {
  return RANDOM_SUFFIX.test(arn) ? arn : `${arn}${ANY_SUFFIX}`;
}
