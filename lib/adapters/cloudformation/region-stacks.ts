import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as pause } from 'node:timers/promises';
import { errorText } from '../../core/base/error-text.ts';
import { SECOND_MS } from '../../core/base/time.ts';
import type { Deletion, FoundStacks } from '../../core/deploy/stack-port.ts';
import { type DeployedStack, STAGE_TAG } from '../../core/deploy/stage-stacks.ts';

/** Finds and deletes the stacks of a region. */
export interface RegionStacks {
  find(stage: string): Promise<FoundStacks>;
  delete(stack: DeployedStack): Promise<Deletion>;
  close(): void;
}

/** How long to wait, in milliseconds. */
export interface RegionStacksOptions {
  /** Between two questions whether a stack is deleted. Default: 5 s. */
  readonly pollMs?: number;
  /** For the deletion of a stack. Default: an hour; functions in a VPC take up to 45 minutes. */
  readonly deletionMs?: number;
}

const CONNECTION_TIMEOUT_MS = 5 * SECOND_MS;
const CALL_TIMEOUT_MS = 20 * SECOND_MS;
const POLL_MS = 5 * SECOND_MS;
const DELETION_MS = 3_600 * SECOND_MS;
/** What a region answers that is not enabled in the account, and every region to invalid credentials. */
const REJECTED = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'AuthFailure',
  'OptInRequired',
]);

/** The stacks of a stage in one region of the account whose credentials are in use. */
export function regionStacks(region: string, options: RegionStacksOptions = {}): RegionStacks {
  const client = new CloudFormationClient({
    region,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: CALL_TIMEOUT_MS },
  });

  return {
    find: async (stage) => {
      try {
        return { kind: 'stacks', stacks: await stacksOf(client, stage, region) };
      } catch (error) {
        const kind = error instanceof Error && REJECTED.has(error.name) ? 'rejected' : 'unread';

        return { kind, reason: errorText(error) };
      }
    },
    delete: async (stack) => {
      try {
        await client.send(new DeleteStackCommand({ StackName: stack.id }), {
          abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS),
        });

        return await deletionOf(stack, client, options);
      } catch (error) {
        return { kind: 'failed', reason: errorText(error) };
      }
    },
    close: () => client.destroy(),
  };
}

async function stacksOf(
  client: CloudFormationClient,
  stage: string,
  region: string,
): Promise<readonly DeployedStack[]> {
  const stacks: Stack[] = [];
  const pages = paginateDescribeStacks(
    { client },
    {},
    { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) },
  );
  for await (const { Stacks: page = [] } of pages) stacks.push(...page);

  return stacks
    .filter(({ ParentId: parent, Tags: tags }) => {
      const isOfStage = tags?.some(
        ({ Key: key, Value: value }) => key === STAGE_TAG && value === stage,
      );

      return parent === undefined && isOfStage === true;
    })
    .map(({ StackName: name = '', StackId: id = name, StackStatus: status = '' }) => ({
      name,
      region,
      id,
      status,
    }));
}

async function deletionOf(
  { id }: DeployedStack,
  client: CloudFormationClient,
  { pollMs = POLL_MS, deletionMs = DELETION_MS }: RegionStacksOptions,
): Promise<Deletion> {
  const limit = AbortSignal.timeout(deletionMs);
  while (!limit.aborted) {
    const stack = await described(id, client);
    const { StackStatus: status = 'DELETE_COMPLETE' } = stack;
    if (status === 'DELETE_COMPLETE') return { kind: 'deleted' };
    if (status !== 'DELETE_IN_PROGRESS') return { kind: 'failed', reason: reasonOf(stack) };
    await pause(pollMs);
  }

  return { kind: 'failed', reason: `not deleted after ${deletionMs / SECOND_MS} s` };
}

async function described(id: string, client: CloudFormationClient): Promise<Partial<Stack>> {
  const { Stacks: stacks } = await client.send(new DescribeStacksCommand({ StackName: id }), {
    abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });

  return stacks?.[0] ?? {};
}

function reasonOf({ StackStatus: status, StackStatusReason: reason }: Partial<Stack>): string {
  return reason === undefined || reason === '' ? String(status) : `${status}: ${reason}`;
}
