import type { RegionStacks } from '../../adapters/cloudformation/region-stacks.ts';
import type { StageAccount } from '../../core/deploy/stack-port.ts';

/** The account whose credentials are in use. Clients of AWS are loaded with it: they slow the start of commands. */
export async function stageAccount(): Promise<StageAccount> {
  const { regionStacks } = await import('../../adapters/cloudformation/region-stacks.ts');
  const { deleteTable } = await import('../../adapters/dynamodb/delete-table.ts');
  const { deleteBucket } = await import('../../adapters/s3/delete-bucket.ts');
  const open = new Map<string, RegionStacks>();

  function stacksIn(region: string): RegionStacks {
    const stacks = open.get(region) ?? regionStacks(region);
    open.set(region, stacks);

    return stacks;
  }

  return {
    find: async (stage, region) => stacksIn(region).find(stage),
    deleteStack: async (stack) => stacksIn(stack.region).delete(stack),
    deleteTable,
    deleteBucket,
    close: () => {
      for (const stacks of open.values()) stacks.close();
    },
  };
}
