import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/**
 * Reads a parameter by its ARN, decrypted; undefined where it holds no text. A module of its own,
 * because its client is large and few need it.
 */
export async function readParameter(
  arn: string,
  options: { readonly region: string; readonly abortSignal: AbortSignal },
): Promise<string | undefined> {
  const client = new SSMClient({ region: options.region });
  const command = new GetParameterCommand({ Name: arn, WithDecryption: true });
  const { Parameter: found } = await client.send(command, { abortSignal: options.abortSignal });

  return found?.Value;
}
