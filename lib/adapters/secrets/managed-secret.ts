import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mayBeComplete, secretName } from '../../core/deploy/secret-arn.ts';

/**
 * Reads a secret of the Secrets Manager by its ARN; undefined if it holds no text. It is a separate
 * module, because a runner whose journeys have no secret never needs its SDK client.
 */
export async function readManagedSecret(
  arn: string,
  options: { readonly region: string; readonly abortSignal: AbortSignal },
): Promise<string | undefined> {
  const client = new SecretsManagerClient({ region: options.region });
  async function read(id: string): Promise<string | undefined> {
    const command = new GetSecretValueCommand({ SecretId: id });
    const { SecretString: value } = await client.send(command, {
      abortSignal: options.abortSignal,
    });

    return value;
  }
  try {
    return await read(arn);
  } catch (error) {
    if (!mayBeComplete(arn) || !(error instanceof ResourceNotFoundException)) throw error;
    // The service takes an ARN that ends in six characters for a complete one. A name is always whole.
    return await read(secretName(arn)).catch(() => {
      throw error;
    });
  }
}
