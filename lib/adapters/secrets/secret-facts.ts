import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mayBeComplete, secretName } from '../../core/deploy/secret-arn.ts';
import type { RegionReader } from '../../core/doctor/doctor-ports.ts';
import { optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads which secrets of the Secrets Manager exist, and never a value. */
export function secretFacts(region: string): Pick<RegionReader, 'secret' | 'close'> {
  const client = new SecretsManagerClient(platformClientOptions(region));

  async function describe(id: string): ReturnType<RegionReader['secret']> {
    const found = await optionalCall(
      { action: 'secretsmanager:DescribeSecret', region, absent: ['ResourceNotFoundException'] },
      (options) => client.send(new DescribeSecretCommand({ SecretId: id }), options),
    );
    if (found === null) return null;
    const { ARN: arn = id, DeletedDate: deletedAt, KmsKeyId: key = null } = found;

    return { arn, deletedAtMs: deletedAt?.getTime() ?? null, key };
  }

  return {
    // As runners read it: an ARN that seems complete may lack what the service adds to a name.
    secret: async (arn) =>
      (await describe(arn)) ?? (mayBeComplete(arn) ? await describe(secretName(arn)) : null),
    close: () => client.destroy(),
  };
}
