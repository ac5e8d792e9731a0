import { cloudWatchStandings } from '../../adapters/cloudwatch/alarm-standings.ts';
import { cloudWatchClient } from '../../adapters/cloudwatch/client.ts';
import { homeDynamoClient } from '../../adapters/dynamodb/client.ts';
import { tableAccount } from '../../adapters/dynamodb/table-account.ts';
import { evidenceBuckets } from '../../adapters/s3/evidence-buckets.ts';
import { stageNames } from '../../core/deploy/names.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import { deployedStores, openHistory } from '../frame/history-stores.ts';
import type { OpenProject } from '../frame/open-project.ts';
import { systemClock } from '../frame/workspace.ts';
import type { DashboardSiteParts } from './dashboard-site.ts';

/** What a dashboard of a deployed stage shows, read with the credentials of whoever serves it. */
export function deployedParts({
  config,
  journeys,
}: Pick<OpenProject, 'config' | 'journeys'>): Omit<
  DashboardSiteParts,
  'choice' | 'isLive' | 'webDir'
> {
  const { stage, runbookUrl } = config;
  const stores = deployedStores(config);
  const client = cloudWatchClient({ region: config.home });
  const evidence = evidenceBuckets({
    stage,
    account: async () => await accountOf(config),
    keptMs: config.retention.evidenceMs,
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
    alarms: cloudWatchStandings({ client, stage, runbookUrl }),
    evidence,
    epochMs: systemClock.epochMs,
  };
}

/** That of the configuration, or the one that the stage's table lies in. */
async function accountOf({ account, home, stage }: ResolvedConfig): Promise<string> {
  if (account !== null) return account;
  const client = homeDynamoClient({ region: home });
  try {
    return await tableAccount({ client, table: stageNames(stage).table });
  } finally {
    client.destroy();
  }
}
