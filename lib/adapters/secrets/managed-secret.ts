import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * Reads a secret of the Secrets Manager by its ARN; undefined if it holds no text. It is a separate
 * module, because a runner whose journeys have no secret never needs its SDK client.
 */
export async function readManagedSecret(
  arn: string,
  options: { readonly region: string; readonly abortSignal: AbortSignal },
): Promise<string | undefined> {
  const client = new SecretsManagerClient({ region: options.region });
  const command = new GetSecretValueCommand({ SecretId: arn });
  const { SecretString: value } = await client.send(command, { abortSignal: options.abortSignal });

  return value;
}
