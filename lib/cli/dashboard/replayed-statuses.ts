import { journeyAlarms } from '../../core/alarms/journey-alarms.ts';
import type { AlarmStatuses } from '../../core/dashboard/dashboard-ports.ts';
import { type AlarmView, runbookLink } from '../../core/dashboard/status/status.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { RunStore } from '../../core/ports.ts';
import { readingCache, type CacheTime } from '../../site/reading-cache.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/base/time.ts';
import { COMPRESSED_ALARMS } from '../frame/dev-time.ts';
import { replayStored } from '../history/alarm-history.ts';

/** The history that alarms on this machine are evaluated from. */
export interface ReplayParts extends CacheTime {
  readonly config: Pick<ResolvedConfig, 'stage' | 'runbookUrl' | 'maintenance'>;
  readonly store: () => Promise<RunStore>;
  /** The present of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

/** The replayed time: without data a state stays as it is, so it may have begun long ago. */
const REPLAYED_MS = 7 * DAY_MS;
/** A state is evaluated each minute, from thousands of runs. */
const RULE = { freshMs: MINUTE_MS, staleMs: HOUR_MS };
const MAX_JOURNEYS = 1_000;
/** A page waits this long for its alarms: thousands of runs take seconds. */
const PATIENCE_MS = SECOND_MS;

/** The states of alarms, replayed from the runs that are stored on this machine. */
export function replayedStatuses(parts: ReplayParts): AlarmStatuses {
  const cache = readingCache<readonly AlarmView[]>(MAX_JOURNEYS, parts);

  return {
    statusesOf: async (plan) =>
      await soon(
        cache.get(plan.name, RULE, async () => await statusesOf(plan, parts)),
        parts,
      ),
  };
}

/** In compressed time, runs take too many minutes for alarms. */
export const compressedStatuses: AlarmStatuses = {
  statusesOf: async () => Promise.reject(new Error(`They are ${COMPRESSED_ALARMS}`)),
};

/** The replay goes on after the rejection: a later request gets its result. */
async function soon<T>(work: Promise<T>, { after }: CacheTime): Promise<T> {
  return await new Promise((resolve, reject) => {
    const cancel = after(PATIENCE_MS, () => {
      reject(
        new Error('They are being evaluated from the runs of the last 7 days; reload in a moment'),
      );
    });
    work.finally(cancel).then(resolve, reject);
  });
}

async function statusesOf(
  plan: JourneyPlan,
  { config, store, epochMs }: ReplayParts,
): Promise<readonly AlarmView[]> {
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
