import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { fieldsOf, listOf, parsedJson, textIn } from '../../core/base/plain-data.ts';
import type {
  PolicyStatement,
  RegionReader,
  SimulatedDecision,
} from '../../core/doctor/doctor-ports.ts';
import { accountCall, optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads what roles may do. IAM is the same in every region. */
export function roleFacts(
  region: string,
): Pick<RegionReader, 'rolePolicies' | 'simulate' | 'close'> {
  const client = new IAMClient(platformClientOptions(region));

  async function statementsOf(role: string, policy: string): Promise<readonly PolicyStatement[]> {
    const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: policy });
    const { PolicyDocument: text = '' } = await accountCall(
      { action: 'iam:GetRolePolicy', region },
      (options) => client.send(command, options),
    );

    return readPolicy(decodeURIComponent(text));
  }

  return {
    rolePolicies: async (role) => {
      const listed = await optionalCall(
        {
          action: 'iam:ListRolePolicies',
          region,
          absent: ['NoSuchEntity', 'NoSuchEntityException'],
        },
        (options) => client.send(new ListRolePoliciesCommand({ RoleName: role }), options),
      );
      if (listed === null) return null;
      const names = listed.PolicyNames ?? [];
      const all = await Promise.all(names.map(async (name) => statementsOf(role, name)));

      return all.flat();
    },
    simulate: async (roleArn, { action, resource }) => {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn,
        ActionNames: [action],
        ResourceArns: [resource],
      });
      const { EvaluationResults: results = [] } = await accountCall(
        { action: 'iam:SimulatePrincipalPolicy', region },
        (options) => client.send(command, options),
      );

      return decisionOf(results[0]?.EvalDecision);
    },
    close: () => client.destroy(),
  };
}

function decisionOf(text: string | undefined): SimulatedDecision {
  return text === 'allowed' || text === 'explicitDeny' ? text : 'implicitDeny';
}

function readPolicy(text: string): readonly PolicyStatement[] {
  const { Statement: statements } = fieldsOf(parsedJson(text));
  const all = Array.isArray(statements) ? listOf(statements) : [statements];

  return all.map((statement) => {
    const fields = fieldsOf(statement);

    return {
      effect: textIn(fields, 'Effect') ?? '',
      actions: textsOf(fields['Action']),
      resources: textsOf(fields['Resource']),
    };
  });
}

/** IAM writes a list of one without its list. */
function textsOf(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? listOf(value) : [value];

  return items.flatMap((item) => (typeof item === 'string' ? [item] : []));
}
