import type { KeptData, Removal } from '../../core/deploy/removal.ts';
import type { DeployedStack } from '../../core/deploy/stage-stacks.ts';
import type { StackSearch } from '../../core/deploy/stack-port.ts';

/** One line for each stack: name, region and status, in columns. */
export function stackLines(stacks: readonly DeployedStack[]): readonly string[] {
  const names = Math.max(0, ...stacks.map(({ name }) => name.length));
  const regions = Math.max(0, ...stacks.map(({ region }) => region.length));

  return stacks.map(
    ({ name, region, status }) => `  ${name.padEnd(names)}  ${region.padEnd(regions)}  ${status}`,
  );
}

/** Regions whose stacks are not known, with the reason; regions with the same reason share a line. */
export function unreadLines({ unread }: StackSearch): readonly string[] {
  const byReason = new Map<string, readonly string[]>();
  for (const { region, reason } of unread) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), region]);
  }

  return [...byReason].map(
    ([reason, regions]) => `Cannot read the stacks in ${regions.join(', ')}: ${reason}`,
  );
}

/** How one deletion ended. */
export function removalLine({ kind, name, region, result }: Removal): string {
  const what = `${kind} ${name} in ${region}`;
  switch (result.kind) {
    case 'deleted':
      return `Deleted ${what}`;
    case 'absent':
      return `There was no ${what}`;
    case 'skipped':
      return `Kept ${what}: an earlier deletion failed`;
    case 'failed':
      return `Cannot delete ${what}: ${result.reason}`;
  }
}

/** What stays in the account after the stacks are deleted, and how to delete it. */
export function keptLines(kept: readonly KeptData[]): readonly string[] {
  if (kept.length === 0) return [];

  return [
    'The data stays, unless the stage was deployed with keepData=false (--delete-data deletes it, too):',
    ...kept.map(({ kind, name, region }) => `  ${kind} ${name} in ${region}`),
  ];
}

/** A number of stacks in words. */
export function stackCount(count: number): string {
  return count === 1 ? '1 stack' : `${count} stacks`;
}
