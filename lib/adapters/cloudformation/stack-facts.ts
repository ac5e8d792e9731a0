import {
  CloudFormationClient,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { STAGE_TAG, VERSION_OUTPUT } from '../../core/deploy/stage-stacks.ts';
import type { DeployedStack, RegionReader } from '../../core/doctor/doctor-ports.ts';
import { accountCall, type CallOptions } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads the stacks of a region that are not nested in others. */
export function stackFacts(region: string): Pick<RegionReader, 'stacks' | 'close'> {
  const client = new CloudFormationClient(platformClientOptions(region));

  async function listAll({ abortSignal }: CallOptions): Promise<readonly DeployedStack[]> {
    const stacks: Stack[] = [];
    const pages = paginateDescribeStacks({ client }, {}, { abortSignal });
    for await (const { Stacks: found = [] } of pages) stacks.push(...found);

    return stacks.filter(({ ParentId: parent }) => parent === undefined).map(factsOf);
  }

  return {
    stacks: async () => accountCall({ action: 'cloudformation:DescribeStacks', region }, listAll),
    close: () => client.destroy(),
  };
}

function factsOf(stack: Stack): DeployedStack {
  const { StackName: name = '', StackStatus: status = '', CreationTime: created } = stack;

  return { name, status, ...statedBy(stack), createdAtMs: created?.getTime() ?? 0 };
}

/** What a stack states about itself. */
function statedBy({
  Tags: tags,
  Outputs: outputs,
}: Stack): Pick<DeployedStack, 'stage' | 'version'> {
  const tag = tags?.find(({ Key: key }) => key === STAGE_TAG);
  const output = outputs?.find(({ OutputKey: key }) => key === VERSION_OUTPUT);

  return { stage: tag?.Value ?? null, version: output?.OutputValue ?? null };
}
