import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import type { QueueMapping, RegionReader } from '../../core/doctor/doctor-ports.ts';
import { accountCall, optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads the functions of a region, their queues, and how many may run at once. */
export function functionFacts(
  region: string,
): Pick<RegionReader, 'concurrency' | 'function' | 'queueMappings' | 'close'> {
  const client = new LambdaClient(platformClientOptions(region));

  return {
    concurrency: async () => {
      const { AccountLimit: limits } = await accountCall(
        { action: 'lambda:GetAccountSettings', region },
        (options) => client.send(new GetAccountSettingsCommand({}), options),
      );
      const limit = limits?.ConcurrentExecutions ?? 0;

      return { limit, unreserved: limits?.UnreservedConcurrentExecutions ?? limit };
    },
    function: async (name, qualifier) => {
      const found = await optionalCall(
        {
          action: 'lambda:GetFunctionConfiguration',
          region,
          absent: ['ResourceNotFoundException'],
        },
        (options) => {
          const command = new GetFunctionConfigurationCommand({
            FunctionName: name,
            ...(qualifier !== undefined && { Qualifier: qualifier }),
          });

          return client.send(command, options);
        },
      );
      if (found === null) return null;

      return {
        state: found.State ?? 'Active',
        lastUpdate: found.LastUpdateStatus ?? 'Successful',
        reason: found.StateReason ?? found.LastUpdateStatusReason ?? null,
        role: found.Role ?? '',
      };
    },
    queueMappings: async (functionName) =>
      accountCall({ action: 'lambda:ListEventSourceMappings', region }, async (options) =>
        listMappings(client, functionName, options),
      ),
    close: () => client.destroy(),
  };
}

async function listMappings(
  client: LambdaClient,
  functionName: string,
  { abortSignal }: { readonly abortSignal: AbortSignal },
): Promise<readonly QueueMapping[]> {
  const mappings: QueueMapping[] = [];
  const pages = paginateListEventSourceMappings(
    { client },
    { FunctionName: functionName },
    { abortSignal },
  );
  for await (const { EventSourceMappings: found = [] } of pages) {
    mappings.push(
      ...found.map(({ EventSourceArn: source = '', State: state = '', LastProcessingResult }) => ({
        source,
        state,
        lastResult: LastProcessingResult ?? null,
      })),
    );
  }

  return mappings;
}
