import { jsonDocument } from '../../core/base/inert-json.ts';
import { dataOf, type KeptData, type Removal, removeStacks } from '../../core/deploy/removal.ts';
import type { StackSearch, StageAccount } from '../../core/deploy/stack-port.ts';
import type { DeployedStack } from '../../core/deploy/stage-stacks.ts';
import {
  keptLines,
  removalLine,
  stackLines,
  unreadLines,
} from '../../report/format/describe-stacks.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io, misuse } from '../frame/io.ts';
import { missingRegions, type SearchedStage } from './search-stacks.ts';

/** Options of commands that delete stacks. */
export interface RemovalOptions {
  readonly stage?: string;
  /** Of the stacks; default: the configured one, or that of the credentials. */
  readonly account?: string;
  /** Default: all regions of AWS. */
  readonly region?: readonly string[];
  readonly yes?: boolean;
  readonly deleteData?: boolean;
  readonly json?: boolean;
}

/** What a command found and is about to delete. */
export interface RemovalPlan extends SearchedStage {
  readonly search: StackSearch;
  readonly stacks: readonly DeployedStack[];
  /** Sentence above the list of stacks. */
  readonly headline: string;
}

/** Shows stacks and, with `--yes`, deletes them. Returns the exit code: 1 if something could not be deleted. */
export async function showAndRemove(
  plan: RemovalPlan,
  options: RemovalOptions,
  { account, io }: { readonly account: StageAccount; readonly io: Io },
): Promise<number> {
  const { stage, stacks } = plan;
  const refusal = refusalOf(plan, options, io);
  if (refusal !== null) return refusal;
  const write = options.json ? io.err : io.out;
  const deleteData = options.deleteData === true;
  const kept = deleteData ? [] : dataOf(stage, stacks);
  for (const line of linesOf(plan, kept, options)) write(`${cleanText(line)}\n`);
  const removals = options.yes
    ? await removeStacks({ stage, stacks, deleteData }, account, (removal) => {
        io.err(`${cleanText(removalLine(removal))}\n`);
      })
    : [];
  if (options.json) io.out(jsonDocument(documentOf(plan, removals, kept)));

  return removals.every(({ result }) => DONE.has(result.kind)) ? EXIT.passed : EXIT.failed;
}

/** The exit code with which nothing is deleted; null: go on. */
function refusalOf(plan: RemovalPlan, { json }: RemovalOptions, io: Io): number | null {
  const wrong = wrongAccount(plan);
  if (wrong !== null) return misuse([wrong], io);
  for (const line of unreadLines(plan.search)) io.err(`waywiser: ${cleanText(line)}\n`);
  if (missingRegions(plan.search, plan).length === 0) return null;
  if (json) io.out(jsonDocument(documentOf(plan, [], [])));

  return EXIT.unknown;
}

/** A stage of the same name can be in any account. */
function wrongAccount({ account, search }: RemovalPlan): string | null {
  const found = [...new Set(search.stacks.map(({ id }) => id.split(':')[4] ?? ''))];
  const strange = found.filter((each) => each !== account);
  if (account === null || strange.length === 0) return null;

  return `Cannot delete stacks in account ${strange.join(', ')}: the project's account is ${account}; expected credentials of that account, or --account ${strange[0] ?? ''}`;
}

const DONE: ReadonlySet<string> = new Set(['deleted', 'absent']);

function linesOf(
  { headline, stacks }: RemovalPlan,
  kept: readonly KeptData[],
  { yes }: RemovalOptions,
): readonly string[] {
  return [
    headline,
    ...stackLines(stacks),
    ...keptLines(kept),
    ...(stacks.length > 0 && yes !== true ? [NOTHING_DELETED] : []),
  ];
}

const NOTHING_DELETED = 'Nothing was deleted: --yes deletes these stacks.';

function documentOf(
  { stage, search, stacks }: RemovalPlan,
  removals: readonly Removal[],
  kept: readonly object[],
): object {
  return {
    stage,
    stacks: stacks.map(({ name, region, status }) => ({ name, region, status })),
    removals,
    kept,
    unread: search.unread,
  };
}
