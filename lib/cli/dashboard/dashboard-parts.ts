import { cloudWatchStatuses } from '../../adapters/cloudwatch/alarm-statuses.ts';
import { cloudWatchClient } from '../../adapters/cloudwatch/client.ts';
import { homeDynamoClient } from '../../adapters/dynamodb/client.ts';
import { tableAccount } from '../../adapters/dynamodb/table-account.ts';
import { evidenceBuckets } from '../../adapters/s3/evidence-buckets.ts';
import { stageNames } from '../../core/deploy/names.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { DashboardSiteParts } from './dashboard-site.ts';
import type { OpenProject } from '../frame/open-project.ts';
import { evidenceFolder } from '../../adapters/local/evidence-folder.ts';
import { traceCommand } from '../../report/format/trace-command.ts';
import { compressedBanner, historyNowMs, realAfter } from '../frame/dev-time.ts';
import { deployedStores, localHistory, openHistory } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { systemClock } from '../frame/workspace.ts';
import { compressedStatuses, replayedStatuses } from './replayed-statuses.ts';

/** The parts of a dashboard or report. Its user has to close the history. */
export type ShownParts = Omit<DashboardSiteParts, 'choice' | 'isLive' | 'webDir'>;

/** Opens the history of the deployed stage, or of this machine. */
export function shownParts(
  { deployed, io }: { readonly deployed?: boolean; readonly io: Pick<Io, 'err'> },
  project: OpenProject,
  paths: Paths,
): ShownParts {
  return deployed === true ? deployedParts(project) : localParts(project, paths, io);
}

function localParts(project: OpenProject, paths: Paths, io: Pick<Io, 'err'>): ShownParts {
  const history = localHistory(paths, io);
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
        ? replayedStatuses({
            config,
            epochMs,
            store: async () => (await history.stores()).store,
            monotonicMs: systemClock.monotonicMs,
            after: realAfter,
          })
        : compressedStatuses,
    epochMs,
  };
}

/** Read with the credentials of the user. */
function deployedParts({ config, journeys }: Pick<OpenProject, 'config' | 'journeys'>): ShownParts {
  const { stage, runbookUrl } = config;
  const stores = deployedStores(config);
  const client = cloudWatchClient({ region: config.home });
  const evidence = evidenceBuckets({
    stage,
    account: async () => await accountOf(config),
    retentionMs: config.retention.evidenceMs,
    epochMs: systemClock.epochMs,
  });

  return {
    project: { source: 'deployed', banner: null, config, plans: journeys.map(({ plan }) => plan) },
    history: {
      ...openHistory(stores),
      close: async () => {
        evidence.close();
        client.destroy();
        await stores.close();
      },
    },
    alarms: cloudWatchStatuses({ client, stage, runbookUrl }),
    evidence,
    epochMs: systemClock.epochMs,
  };
}

/** The account of the configuration, or else that of the stage's table. */
async function accountOf({ account, home, stage }: ResolvedConfig): Promise<string> {
  if (account !== null) return account;
  const client = homeDynamoClient({ region: home });
  try {
    return await tableAccount({ client, table: stageNames(stage).table });
  } finally {
    client.destroy();
  }
}
