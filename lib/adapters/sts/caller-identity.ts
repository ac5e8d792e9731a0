import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { RegionReader } from '../../core/doctor/doctor-ports.ts';
import { accountCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads whose credentials are in use, from the region's own endpoint. */
export function callerIdentity(region: string): Pick<RegionReader, 'identity' | 'close'> {
  const client = new STSClient(platformClientOptions(region));

  return {
    identity: async () => {
      const { Account: account = '', Arn: arn = '' } = await accountCall(
        { action: 'sts:GetCallerIdentity', region },
        (options) => client.send(new GetCallerIdentityCommand({}), options),
      );

      return { account, arn };
    },
    close: () => client.destroy(),
  };
}
