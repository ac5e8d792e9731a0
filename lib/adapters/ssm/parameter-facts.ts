import { DescribeParametersCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { RegionReader, SecretDescription } from '../../core/doctor/doctor-ports.ts';
import { accountCall, optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads of parameters what is no secret. */
interface ParameterFacts extends Pick<RegionReader, 'bootstrapVersion' | 'close'> {
  readonly parameter: (arn: string) => Promise<SecretDescription | null>;
}

/**
 * Where CDK's bootstrap stack states its version; the qualifier is CDK's default.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** Reads the version of the bootstrap stack, and which parameters exist; of no other parameter its value. */
export function parameterFacts(region: string): ParameterFacts {
  const client = new SSMClient(platformClientOptions(region));

  return {
    bootstrapVersion: async () => {
      const found = await optionalCall(
        { action: 'ssm:GetParameter', region, absent: ['ParameterNotFound'] },
        (options) => client.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }), options),
      );

      return found === null ? null : Number(found.Parameter?.Value);
    },
    parameter: async (arn) => {
      const { Parameters: found = [] } = await accountCall(
        { action: 'ssm:DescribeParameters', region },
        (options) =>
          client.send(
            new DescribeParametersCommand({
              ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: namesOf(arn) }],
            }),
            options,
          ),
      );
      const [parameter] = found;

      return parameter === undefined
        ? null
        : { arn, deletedAtMs: null, key: parameter.KeyId ?? null };
    },
    close: () => client.destroy(),
  };
}

/** The ARN of `/user` is `…:parameter/user`, as is that of `user`; a name with levels begins with a slash. */
function namesOf(arn: string): string[] {
  const name = arn.split(':parameter/').slice(1).join(':parameter/');

  return name.includes('/') ? [`/${name}`] : [name, `/${name}`];
}
