import { orphanedStacks, stageStacks } from '../../core/deploy/stage-stacks.ts';
import { stackCount } from '../../report/format/describe-stacks.ts';
import type { Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { type RemovalOptions, showAndRemove } from './removal-command.ts';
import { searchStacks } from './search-stacks.ts';
import { stageAccount } from './stage-account.ts';

/** `waywiser prune`: deletes the stacks of a stage that its project does not have any more. */
export async function prune(options: RemovalOptions, paths: Paths, io: Io): Promise<number> {
  const { stage: named } = options;
  const project = await openProject(
    { selection: [], ...(named !== undefined && { stage: named }) },
    paths,
    io,
  );
  // With a journey that cannot be read, its regions would seem to be left over.
  if (project.problems.length > 0) return project.refuse(options.json);
  const { stage, home, account: expected } = project.config;
  const plans = project.journeys.map(({ plan }) => plan);
  const journeyRegions = [...new Set(plans.flatMap(({ regions }) => regions))];
  const regions = options.region ?? null;
  const searched = { stage, home, regions, journeyRegions, account: options.account ?? expected };
  const account = await stageAccount();
  try {
    const search = await searchStacks(account, searched);
    const stacks = orphanedStacks(search.stacks, stageStacks({ stage, home }, plans));
    const headline =
      stacks.length === 0
        ? `Stage ${stage}: the project has every stack that is deployed.`
        : `Stage ${stage}: the project does not have ${stackCount(stacks.length)} of those that are deployed:`;

    return await showAndRemove({ ...searched, search, stacks, headline }, options, { account, io });
  } finally {
    account.close();
  }
}
