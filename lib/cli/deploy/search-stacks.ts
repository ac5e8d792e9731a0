import { mapBounded } from '../../core/base/map-bounded.ts';
import {
  combineSearch,
  type StackSearch,
  type StageAccount,
} from '../../core/deploy/stack-port.ts';
import { AWS_REGIONS } from '../../project/schema/aws-schemas.ts';

/** The stage whose stacks are searched. */
export interface SearchedStage {
  readonly stage: string;
  readonly home: string;
  /** Regions to search, in addition to the home region; null: all of AWS. */
  readonly regions: readonly string[] | null;
  /** Regions of the project's journeys: without them, a result is not complete. */
  readonly journeyRegions: readonly string[];
  /** The project's account; null: that of the credentials. */
  readonly account: string | null;
}

const CONCURRENCY = 12;
/** Regions of China and of GovCloud have accounts of their own. */
const PARTITION = /^(?:cn-|us-gov-)?/;

/** Searches the stacks of a stage: a region that no journey names any more is in no file of the project. */
export async function searchStacks(
  account: StageAccount,
  { stage, home, regions }: Pick<SearchedStage, 'stage' | 'home' | 'regions'>,
): Promise<StackSearch> {
  const wanted = regions ?? AWS_REGIONS.filter((each) => partitionOf(each) === partitionOf(home));
  const found = await mapBounded(
    [...new Set([home, ...wanted])],
    CONCURRENCY,
    async (region) => [region, await account.find(stage, region)] as const,
  );

  return combineSearch(found, home);
}

/**
 * The regions whose stacks have to be known for a result: those that were asked for, those of the journeys, and
 * the home region. Others may be closed by a policy of the organisation.
 */
export function missingRegions(
  { unread }: StackSearch,
  { home, regions, journeyRegions }: SearchedStage,
): readonly string[] {
  const needed = new Set([home, ...(regions ?? journeyRegions)]);

  return unread.map(({ region }) => region).filter((region) => needed.has(region));
}

function partitionOf(region: string): string {
  return PARTITION.exec(region)?.[0] ?? '';
}
