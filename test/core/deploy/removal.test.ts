import { type Removal, removeStacks } from '../../../lib/core/deploy/removal.ts';
import type { Deletion, StageAccount } from '../../../lib/core/deploy/stack-port.ts';
import type { DeployedStack } from '../../../lib/core/deploy/stage-stacks.ts';

const STACKS = [
  ['home', 'eu-west-1'],
  ['eu-west-1', 'eu-west-1'],
  ['us-east-1', 'us-east-1'],
  ['alarms-0', 'eu-west-1'],
].map(([part = '', region = '']): DeployedStack => ({
  name: `waywiser-prod-${part}`,
  region,
  id: `arn:aws:cloudformation:${region}:123456789012:stack/waywiser-prod-${part}/1`,
  status: 'UPDATE_COMPLETE',
}));

/** Deletes everything but what is named, and returns each removal as text. */
async function removed(deleteData: boolean, failing = ''): Promise<readonly string[]> {
  async function deleted({ name }: { readonly name: string }): Promise<Deletion> {
    return name === failing ? { kind: 'failed', reason: 'in use' } : { kind: 'deleted' };
  }
  const account: StageAccount = {
    find: async () => ({ kind: 'stacks', stacks: [] }),
    deleteStack: deleted,
    deleteTable: deleted,
    deleteBucket: deleted,
    close: () => undefined,
  };
  const seen: Removal[] = [];
  const all = await removeStacks({ stage: 'prod', stacks: STACKS, deleteData }, account, (each) =>
    seen.push(each),
  );
  expect(seen).toEqual(all);

  return all.map(({ kind, name, region, result }) => `${kind} ${name} ${region} ${result.kind}`);
}

describe('removeStacks()', () => {
  it('removeStacks() keeps the data unless it is to be deleted, too', async () => {
    const stacks = [
      'stack waywiser-prod-alarms-0 eu-west-1 deleted',
      'stack waywiser-prod-eu-west-1 eu-west-1 deleted',
      'stack waywiser-prod-us-east-1 us-east-1 deleted',
      'stack waywiser-prod-home eu-west-1 deleted',
    ];

    expect(await removed(false)).toEqual(stacks);
    expect(await removed(true)).toEqual([
      ...stacks,
      'table waywiser-prod eu-west-1 deleted',
      'bucket waywiser-prod-evidence-123456789012-eu-west-1 eu-west-1 deleted',
      'bucket waywiser-prod-evidence-123456789012-us-east-1 us-east-1 deleted',
    ]);
  });

  it('removeStacks() deletes neither the home region nor data after a failure', async () => {
    expect(await removed(true, 'waywiser-prod-us-east-1')).toEqual([
      'stack waywiser-prod-alarms-0 eu-west-1 deleted',
      'stack waywiser-prod-eu-west-1 eu-west-1 deleted',
      'stack waywiser-prod-us-east-1 us-east-1 failed',
      'stack waywiser-prod-home eu-west-1 skipped',
      'table waywiser-prod eu-west-1 skipped',
      'bucket waywiser-prod-evidence-123456789012-eu-west-1 eu-west-1 skipped',
      'bucket waywiser-prod-evidence-123456789012-us-east-1 us-east-1 skipped',
    ]);
  });
});
