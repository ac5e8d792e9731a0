// Times pages over a year of three regions and over 500 journeys, through the real server; then in a
// browser.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { evidenceFolder } from '../lib/adapters/local/evidence-folder.ts';
import type { EmbeddedStore } from '../lib/adapters/dynamodb/embedded.ts';
import { openHistory } from '../lib/cli/frame/history-stores.ts';
import { type DashboardSite, serveDashboard } from '../lib/cli/dashboard/dashboard-site.ts';
import { realAfter } from '../lib/cli/frame/dev-time.ts';
import { replayedStatuses } from '../lib/cli/dashboard/replayed-statuses.ts';
import type { JourneyPlan } from '../lib/core/journey/plan.ts';
import { firstPaints } from './dashboard-paint.ts';
import { type BenchPlans, benchPlans } from './dashboard-plans.ts';
import { benchStore } from './dashboard-store.ts';
import {
  coldLine,
  coldOf,
  line,
  formatLoad,
  sizeLine,
  timesOf,
  warmLine,
} from './dashboard-times.ts';
import { median } from './interleaved.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/core/base/time.ts';

/** The present of the benchmark: the stored history stays the same. */
const NOW_MS = Date.UTC(2026, 10, 22, 12);
const YEAR_DAYS = 365;
const JOURNEYS = 500;
const OVERVIEW_DAYS = 30;
const ROUNDS = 15;
/** The time between rounds: cached pages of the round before are no longer fresh. */
const ROUND_MS = 10_000;

let nowMs = NOW_MS;

/** Times pages, and prints the times with their targets. */
export async function benchDashboard(): Promise<string> {
  const plans = await benchPlans();

  // The larger cold page first: a process that has read before reads twice as fast.
  return [await overviewLines(plans), await journeyLines(plans)].join('\n');
}

async function journeyLines({ browsing, config }: BenchPlans): Promise<string> {
  const store = await benchStore({
    name: 'year',
    plans: [browsing],
    days: YEAR_DAYS,
    recordHours: 26,
    toMs: NOW_MS,
    copied: false,
  });
  nowMs = NOW_MS;
  const load = formatLoad();
  const startMs = performance.now();
  const site = await open(store, { plans: [browsing], config });
  try {
    const cold = await coldOf(`${site.url}journeys/${browsing.name}?last=${YEAR_DAYS}d`, startMs);
    const times = await timesOf(ROUNDS, (round) => {
      nowMs = NOW_MS + round * ROUND_MS;
      // Another range is another page, which the page cache does not have.
      const from = new Date(NOW_MS - YEAR_DAYS * DAY_MS - round * HOUR_MS).toISOString();
      return `${site.url}journeys/${browsing.name}?from=${from}&to=${new Date(NOW_MS).toISOString()}`;
    });
    const paints = await firstPaints(times.lastUrl, ROUNDS);

    return [
      `A journey's page over a year of five minutes in three regions (${ROUNDS} rounds, ${load})`,
      coldLine(cold),
      warmLine('warm: another range', times.firstMs, 150),
      warmLine('warm: the same page', times.repeatedMs, null),
      sizeLine(times, ' (target: below 300)'),
      line('first contentful paint in the browser', median(paints), ['target: below 500']),
      '',
    ].join('\n');
  } finally {
    await site.close();
    await store.close();
  }
}

async function overviewLines({ many, config }: BenchPlans): Promise<string> {
  const plans = many(JOURNEYS);
  const store = await benchStore({
    name: 'overview',
    plans,
    days: OVERVIEW_DAYS,
    recordHours: 2,
    toMs: NOW_MS,
    copied: true,
  });
  nowMs = NOW_MS;
  const load = formatLoad();
  const startMs = performance.now();
  const site = await open(store, { plans, config });
  try {
    const cold = await coldOf(`${site.url}overview`, startMs);
    const later = await timesOf(ROUNDS, (round) => {
      nowMs = NOW_MS + round * ROUND_MS;
      // Another address over the same days: the page is not cached, its histories are.
      return overviewUrl(site, NOW_MS - OVERVIEW_DAYS * DAY_MS + round * MINUTE_MS);
    });
    const other = await timesOf(ROUNDS, (round) => {
      nowMs = NOW_MS + (ROUNDS + round) * ROUND_MS;
      return overviewUrl(site, NOW_MS - (OVERVIEW_DAYS - round) * DAY_MS);
    });

    return [
      `The overview of ${JOURNEYS} journeys over up to ${OVERVIEW_DAYS} days (${ROUNDS} rounds, ${load})`,
      coldLine(cold),
      warmLine('warm: the same days', later.firstMs, 500),
      warmLine('warm: other days', other.firstMs, 500),
      warmLine('warm: the same page', later.repeatedMs, null),
      sizeLine(later, ''),
      '',
    ].join('\n');
  } finally {
    await site.close();
    await store.close();
  }
}

function overviewUrl({ url }: DashboardSite, fromMs: number): string {
  return `${url}overview?from=${new Date(fromMs).toISOString()}&to=${new Date(NOW_MS).toISOString()}`;
}

async function open(
  store: EmbeddedStore,
  { plans, config }: Pick<BenchPlans, 'config'> & { readonly plans: readonly JourneyPlan[] },
): Promise<DashboardSite> {
  const webDir = path.resolve('dist/web');
  if (!existsSync(webDir))
    throw new Error(`Cannot bench: ${webDir} does not exist; run npm run build`);

  return await serveDashboard(
    {
      project: { source: 'local', banner: null, config, plans },
      history: openHistory(store),
      alarms: replayedStatuses({
        config,
        epochMs,
        monotonicMs,
        after: realAfter,
        store: async () => store.store,
      }),
      evidence: evidenceFolder({
        projectDir: '.',
        evidenceRoot: '.waywiser/evidence',
        traceCommand: String,
      }),
      isLive: false,
      epochMs,
      webDir,
      choice: { port: 0, morePorts: 0 },
    },
    { err: (text) => process.stderr.write(text) },
  );
}

function epochMs(): number {
  return nowMs;
}

function monotonicMs(): number {
  return performance.now();
}
