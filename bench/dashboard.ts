// What looking costs: pages over a year of three regions, and over five hundred journeys, through
// the real server; then in a browser.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { evidenceFolder } from '../lib/adapters/local/evidence-folder.ts';
import type { EmbeddedStore } from '../lib/adapters/dynamodb/embedded.ts';
import { openHistory } from '../lib/cli/dashboard-history.ts';
import { type DashboardSite, serveDashboard } from '../lib/cli/dashboard-site.ts';
import { realAfter } from '../lib/cli/dev-time.ts';
import { replayedStandings } from '../lib/cli/replayed-standings.ts';
import type { JourneyPlan } from '../lib/core/journey/plan.ts';
import { firstPaints } from './dashboard-paint.ts';
import { type BenchPlans, benchPlans } from './dashboard-plans.ts';
import { benchStore } from './dashboard-store.ts';
import { median } from './interleaved.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The present of the benches: what was made once stays as it is. */
const NOW_MS = Date.UTC(2026, 10, 22, 12);
const YEAR_DAYS = 365;
const JOURNEYS = 500;
const OVERVIEW_DAYS = 30;
const ROUNDS = 15;
/** A page gives up after 20 seconds, and its reading goes on. */
const MOST_TRIES = 6;

/** Times pages, and says what they should take. */
export async function benchDashboard(): Promise<string> {
  const plans = await benchPlans();

  return [await journeyLines(plans), await overviewLines(plans)].join('\n');
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
  const site = await open(store, { plans: [browsing], config });
  try {
    const times = await timesOf((round) => {
      // Another range is another page: none is answered from the one before.
      const from = new Date(NOW_MS - YEAR_DAYS * DAY_MS - round * HOUR_MS).toISOString();
      return `${site.url}journeys/${browsing.name}?from=${from}&to=${new Date(NOW_MS).toISOString()}`;
    });
    const paints = await firstPaints(times.lastUrl, ROUNDS);

    return [
      `A journey's page over a year of five minutes in three regions (${ROUNDS} rounds)`,
      line('first of all, from the store', times.firstMs, null),
      line('made anew', times.medianMs, 150),
      line('asked for again', times.againMs, null),
      `  ${'size, not compressed'.padEnd(44)} ${(times.bytes / 1_000).toFixed(0).padStart(10)} kB (target: below 300)`,
      line('first contentful paint in the browser', median(paints), 500),
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
  const site = await open(store, { plans, config });
  try {
    const times = await timesOf((round) => {
      const from = new Date(NOW_MS - OVERVIEW_DAYS * DAY_MS + round * HOUR_MS).toISOString();
      return `${site.url}overview?from=${from}&to=${new Date(NOW_MS).toISOString()}`;
    });

    return [
      `The overview of ${JOURNEYS} journeys over ${OVERVIEW_DAYS} days (${ROUNDS} rounds)`,
      line('first of all, from the store', times.firstMs, null),
      line('made anew', times.medianMs, 500),
      line('asked for again', times.againMs, null),
      `  ${'size, not compressed'.padEnd(44)} ${(times.bytes / 1_000).toFixed(0).padStart(10)} kB`,
      '',
    ].join('\n');
  } finally {
    await site.close();
    await store.close();
  }
}

async function open(
  store: EmbeddedStore,
  { plans, config }: Pick<BenchPlans, 'config'> & { readonly plans: readonly JourneyPlan[] },
): Promise<DashboardSite> {
  const webDir = path.resolve('dist/web');
  if (!existsSync(webDir))
    throw new Error(`Cannot bench: there is no ${webDir}; run npm run build`);

  return await serveDashboard(
    {
      project: { source: 'local', banner: null, config, plans },
      history: openHistory(store),
      alarms: replayedStandings({
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
  return NOW_MS;
}

function monotonicMs(): number {
  return performance.now();
}

interface PageTimes {
  readonly firstMs: number;
  /** Of pages that nobody asked for before. */
  readonly medianMs: number;
  readonly againMs: number;
  readonly bytes: number;
  readonly lastUrl: string;
}

/** Until the last byte, on one machine and through its network. */
async function timesOf(urlOf: (round: number) => string): Promise<PageTimes> {
  const first = await patiently(urlOf(0));
  const anew: number[] = [];
  const again: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    anew.push((await timed(urlOf(round))).ms);
    again.push((await timed(urlOf(round))).ms);
  }

  return {
    firstMs: first.ms,
    medianMs: median(anew),
    againMs: median(again),
    bytes: first.bytes,
    lastUrl: urlOf(ROUNDS),
  };
}

/** As somebody who tries again while the history is read for the first time. */
async function patiently(url: string): Promise<{ readonly ms: number; readonly bytes: number }> {
  const startMs = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      const { bytes } = await timed(url);

      return { ms: performance.now() - startMs, bytes };
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}

async function timed(url: string): Promise<{ readonly ms: number; readonly bytes: number }> {
  const startMs = performance.now();
  const response = await fetch(url);
  const body = await response.arrayBuffer();
  if (!response.ok) throw new Error(`Cannot bench ${url}: it answered ${response.status}`);

  return { ms: performance.now() - startMs, bytes: body.byteLength };
}

function line(name: string, ms: number, targetMs: number | null): string {
  const target = targetMs === null ? '' : ` (target: below ${targetMs})`;

  return `  ${name.padEnd(44)} ${ms.toFixed(1).padStart(10)} ms${target}`;
}
