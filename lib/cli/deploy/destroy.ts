import { stackCount } from '../../report/format/describe-stacks.ts';
import type { Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { type RemovalOptions, showAndRemove } from './removal-command.ts';
import { searchStacks } from './search-stacks.ts';
import { stageAccount } from './stage-account.ts';

/** `waywiser destroy`: deletes every stack of a stage. */
export async function destroy(
  options: Omit<RemovalOptions, 'region'>,
  paths: Paths,
  io: Io,
): Promise<number> {
  const { stage: named } = options;
  const project = await openProject(
    { selection: [], ...(named !== undefined && { stage: named }) },
    paths,
    io,
  );
  // A broken journey is no obstacle: the stacks are found by their tag. The stage must be known.
  if (project.problems.some(({ journey }) => journey === null)) return project.refuse(options.json);
  const { stage, home, account: expected } = project.config;
  const journeyRegions = [...new Set(project.journeys.flatMap(({ plan }) => plan.regions))];
  const searched = {
    stage,
    home,
    regions: null,
    journeyRegions,
    account: options.account ?? expected,
  };
  const account = await stageAccount();
  try {
    const search = await searchStacks(account, searched);
    const { stacks } = search;
    const headline =
      stacks.length === 0
        ? `Stage ${stage} has no stacks.`
        : `Stage ${stage} has ${stackCount(stacks.length)}:`;

    return await showAndRemove({ ...searched, search, stacks, headline }, options, { account, io });
  } finally {
    account.close();
  }
}
