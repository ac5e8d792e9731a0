import { journeyAlarms } from '../../core/alarms/journey-alarms.ts';
import type { AlarmStandings } from '../../core/dashboard/dashboard-ports.ts';
import { runbookLink } from '../../core/dashboard/status/runbook-link.ts';
import type { AlarmStandingView } from '../../core/dashboard/status/status.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { RunStore } from '../../core/ports.ts';
import { keeper, type KeeperTime } from '../../site/keeper.ts';
import { COMPRESSED_ALARMS } from '../frame/dev-time.ts';
import { replayStored } from '../history/alarm-history.ts';

/** What alarms on this machine are evaluated from. */
export interface ReplayParts extends KeeperTime {
  readonly config: Pick<ResolvedConfig, 'stage' | 'runbookUrl' | 'maintenance'>;
  readonly store: () => Promise<RunStore>;
  /** Of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

/** How far back states are replayed: a state that is kept while no data comes began some time ago. */
const REPLAYED_MS = 7 * 86_400_000;
/** A state changes with a minute, and is read from thousands of runs. */
const RULE = { freshMs: 60_000, staleMs: 3_600_000 };
const CAPACITY = 1_000;
/** Of a page, for what is only a part of it: thousands of runs take seconds. */
const PATIENCE_MS = 1_000;

/** How alarms stand, by the runs that are stored on this machine. */
export function replayedStandings(parts: ReplayParts): AlarmStandings {
  const kept = keeper<readonly AlarmStandingView[]>(CAPACITY, parts);

  return {
    standingsOf: async (plan) =>
      await soon(
        kept.get(plan.name, RULE, async () => await standingsOf(plan, parts)),
        parts,
      ),
  };
}

/** In compressed time alarms would tell of the compression. */
export const compressedStandings: AlarmStandings = {
  standingsOf: async () => Promise.reject(new Error(`They are ${COMPRESSED_ALARMS}`)),
};

/** The replay goes on; who asks again later gets what it gave. */
async function soon<T>(work: Promise<T>, { after }: KeeperTime): Promise<T> {
  return await new Promise((resolve, reject) => {
    const cancel = after(PATIENCE_MS, () => {
      reject(
        new Error(
          'They are being worked out from the runs of the last seven days; reload in a moment',
        ),
      );
    });
    work.finally(cancel).then(resolve, reject);
  });
}

async function standingsOf(
  plan: JourneyPlan,
  { config, store, epochMs }: ReplayParts,
): Promise<readonly AlarmStandingView[]> {
  const { runbookUrl } = config;
  const toMs = epochMs();
  const options = { ...config, fromMs: toMs - REPLAYED_MS, toMs };
  const { backtest } = await replayStored(plan, await store(), options);
  if (backtest === null) {
    return journeyAlarms(plan, config)
      .filter(({ definition }) => definition.kind !== 'composite')
      .map(({ kind, label }) => ({
        label,
        state: 'INSUFFICIENT_DATA',
        sinceMs: null,
        runbookUrl: runbookLink(runbookUrl, kind),
      }));
  }

  return backtest.alarms
    .filter(({ definition }) => definition !== null)
    .map(({ kind, label, state, stateSinceMs }) => ({
      label,
      state,
      sinceMs: stateSinceMs,
      runbookUrl: runbookLink(runbookUrl, kind),
    }));
}
