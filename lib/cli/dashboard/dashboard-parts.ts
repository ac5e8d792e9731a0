import { evidenceFolder } from '../../adapters/local/evidence-folder.ts';
import { traceCommand } from '../../report/format/trace-command.ts';
import { compressedBanner, historyNowMs, realAfter } from '../frame/dev-time.ts';
import { localHistory } from '../frame/history-stores.ts';
import type { OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { systemClock } from '../frame/workspace.ts';
import { deployedParts } from './dashboard-deployed.ts';
import type { DashboardSiteParts } from './dashboard-site.ts';
import { compressedStandings, replayedStandings } from './replayed-standings.ts';

/** What pages are made from, wherever they are shown. Whoever opens it closes the history. */
export type ShownParts = Omit<DashboardSiteParts, 'choice' | 'isLive' | 'webDir'>;

/** What is shown: the history of the deployed stage, or of this machine. */
export function shownParts(
  { deployed }: { readonly deployed?: boolean },
  project: OpenProject,
  paths: Paths,
): ShownParts {
  return deployed === true ? deployedParts(project) : localParts(project, paths);
}

function localParts(project: OpenProject, paths: Paths): ShownParts {
  const history = localHistory(paths);
  const { config } = project;
  const banner = compressedBanner(paths.stateDir);

  function epochMs(): number {
    return historyNowMs(paths, false);
  }

  return {
    project: {
      source: 'local',
      banner,
      config,
      plans: project.journeys.map(({ plan }) => plan),
    },
    history,
    evidence: evidenceFolder({ ...paths, traceCommand }),
    alarms:
      banner === null
        ? replayedStandings({
            config,
            epochMs,
            store: async () => (await history.stores()).store,
            monotonicMs: systemClock.monotonicMs,
            after: realAfter,
          })
        : compressedStandings,
    epochMs,
  };
}
