import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/**
 * Reads and decrypts a parameter by its ARN; undefined if it has no text. It is a separate module,
 * because its SDK client is large and rarely needed.
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
