import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { mayBeComplete } from '../../core/deploy/secret-arn.ts';
import { allow } from '../platform-function.ts';

/** What stands for the six characters that Secrets Manager adds to a secret's name in its ARN. */
const ANY_SUFFIX = '-??????';

/** Reasons for the patterns in a role's resources, by resource. */
export function secretReasons(arns: readonly string[]): Readonly<Record<string, string>> {
  const open = arns.filter(isManaged).flatMap(resourcesOf).filter(hasAnySuffix);

  return Object.fromEntries([
    ...open.map((resource) => [resource, SECRETS_REASON]),
    ...services(arns).map(({ keys }) => [keys, KEYS_REASON]),
  ]);
}

const SECRETS_REASON =
  'The ARN in the configuration may lack the six characters that Secrets Manager adds to a name; the pattern covers only them.';
const KEYS_REASON =
  'Which key encrypts a secret is not known at deployment; the conditions allow it only through the service of the secrets, which lets the function read only those it names.';

/** Permissions to read exactly these secrets, also where a key of the account encrypts them; empty when there are none. */
export function readSecrets(arns: readonly string[]): readonly PolicyStatement[] {
  return [
    ...reading('ReadNamedSecrets', 'secretsmanager:GetSecretValue', arns.filter(isManaged)),
    ...reading(
      'ReadNamedParameters',
      'ssm:GetParameter',
      arns.filter((arn) => !isManaged(arn)),
    ),
    ...services(arns).map((service, index) => decrypting(service, index)),
  ];
}

function reading(sid: string, action: string, arns: readonly string[]): readonly PolicyStatement[] {
  if (arns.length === 0) return [];

  return [allow(sid, { actions: [action], resources: arns.flatMap(resourcesOf) })];
}

/** A service that decrypts secrets of one region and account for the caller. */
interface DecryptingService {
  /** Pattern of the keys of the account. */
  readonly keys: string;
  /** Such as `ssm.eu-west-1.amazonaws.com`. */
  readonly viaService: string;
  /** The part of the encryption context that holds the ARN. */
  readonly context: 'SecretARN' | 'PARAMETER_ARN';
  /** Pattern of the secrets of the account: which of them may be read is stated by the other statements. */
  readonly secrets: string;
}

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
function services(arns: readonly string[]): readonly DecryptingService[] {
  const places = new Set(arns.map(placeOf));

  return [...places].map((place) => {
    const [partition, service, region, account] = place.split(':');
    const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';

    return {
      keys: `arn:${partition}:kms:${region}:${account}:key/*`,
      viaService: `${service}.${region}.${domain}`,
      context: service === 'ssm' ? 'PARAMETER_ARN' : 'SecretARN',
      secrets: `arn:${place}:*`,
    };
  });
}

/** Partition, service, region and account of an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(1, 5).join(':');
}

function decrypting(
  { keys, viaService, context, secrets }: DecryptingService,
  index: number,
): PolicyStatement {
  return allow(`DecryptNamedSecrets${index === 0 ? '' : index + 1}`, {
    actions: ['kms:Decrypt'],
    resources: [keys],
    conditions: {
      StringEquals: { 'kms:ViaService': viaService },
      StringLike: { [`kms:EncryptionContext:${context}`]: secrets },
    },
  });
}

function isManaged(arn: string): boolean {
  return arn.split(':')[2] !== 'ssm';
}

/**
 * An ARN whose name ends as if with the added characters, such as `shop-apikey`, may be complete or not: it is
 * allowed both ways. https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
function resourcesOf(arn: string): readonly string[] {
  if (!isManaged(arn)) return [arn];

  return mayBeComplete(arn) ? [arn, `${arn}${ANY_SUFFIX}`] : [`${arn}${ANY_SUFFIX}`];
}

function hasAnySuffix(resource: string): boolean {
  return resource.endsWith(ANY_SUFFIX);
}
