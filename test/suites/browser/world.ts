import path from 'node:path';
import { openEmbeddedStore } from '../../../lib/adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { runTrendAnalysis } from '../../../lib/core/trends/run-trend-analysis.ts';
import { runsOf, waywiser } from '../../support/command-line.ts';
import { freePort } from '../../support/hostile-server.ts';
import { loadDir } from '../../support/project-dir.ts';
import { demoProject } from './demo-project.ts';
import { keptRuns } from './kept-runs.ts';
import { type ServedPages, servedPages } from './served-pages.ts';

/** A project with a past, and the dashboard that shows it. */
export interface BrowserWorld {
  readonly cwd: string;
  readonly pages: ServedPages;
  /** Those of a project in which nothing has run. */
  readonly emptyPages: ServedPages;
  /** All runs of the past, by journey and region. */
  readonly past: readonly {
    readonly journey: string;
    readonly region: string;
    readonly runs: readonly RunRecord[];
  }[];
  /** When every step of `browse-and-buy` got slower, as backfill said. */
  readonly plantedMs: number;
  /** A run of today that passed, and one that failed and left evidence. */
  readonly passed: RunRecord;
  readonly failed: RunRecord;
  end(): Promise<void>;
}

/** What is planted: `step` slows every step by a tenth, `outage` fails for seven hours. */
const PASTS = [
  { journey: 'api-order', scenario: 'outage', every: '30m' },
  { journey: 'browse-and-buy', scenario: 'step', every: '1h' },
] as const;
/** Runs on this machine; its failed runs are repeated, for a trace. */
const RUN_HERE = 'search';
const REGIONS = ['eu-west-1', 'us-east-1'];
const DAYS = '42';
const SERVE = ['dashboard', '--port', '0'];

/** Fills a store by the commands that users have, and serves it. Takes half a minute. */
export async function browserWorld(): Promise<BrowserWorld> {
  const project = demoProject([...PASTS.map(({ journey }) => journey), RUN_HERE], await freePort());
  const { cwd } = project;
  let said = '';
  for (const { journey, scenario, every } of PASTS) {
    said += await backfilled(
      ['--journeys', journey, '--scenario', scenario, '--every', every],
      cwd,
    );
  }
  await lookedAt(cwd);
  const passed = await runHere(cwd, {});
  const failed = await runHere(
    cwd,
    project.knobs({ errors: [{ route: '/products/', rate: 1, status: 500 }] }),
  );
  const pages = await servedPages(SERVE, cwd);
  const emptyPages = await servedPages(SERVE, demoProject([RUN_HERE], await freePort()).cwd);
  // The dashboard serves the store once a page was asked for.
  await fetch(`${pages.url}/overview`);
  const stateDir = path.join(cwd, '.waywiser');
  const series = PASTS.flatMap(({ journey }) => REGIONS.map((region) => ({ journey, region })));

  return {
    cwd,
    pages,
    emptyPages,
    past: await Promise.all(
      series.map(async (one) => ({
        ...one,
        runs: await keptRuns(stateDir, one.journey, one.region),
      })),
    ),
    plantedMs: plantedMsOf(said),
    passed,
    failed,
    end: async () => {
      await pages.stop();
      await emptyPages.stop();
    },
  };
}

async function backfilled(options: readonly string[], cwd: string): Promise<string> {
  const { code, out, err } = await waywiser(['backfill', '--days', DAYS, ...options], { cwd });
  if (code !== 0) throw new Error(`backfill ended with ${code}: ${err}`);

  return out + err;
}

function plantedMsOf(said: string): number {
  const at = /every step gets 10% slower at (\S+) (\S+)Z/.exec(said);

  return Date.parse(`${at?.[1]}T${at?.[2]}Z`);
}

/** Looks for trends as the daily job does. */
async function lookedAt(cwd: string): Promise<void> {
  const { journeys } = await loadDir(cwd);
  const stores = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  try {
    const { errors } = await runTrendAnalysis(
      { journeys: journeys.map(({ plan }) => plan) },
      {
        ...stores,
        histograms: hdrHistograms(),
        metrics: { publish: async (groups) => groups.map(() => null) },
        events: { tell: async (findings) => findings.map(() => null) },
        clock: { epochMs: () => Date.now() },
      },
    );
    for (const error of errors) throw error;
  } finally {
    await stores.close();
  }
}

async function runHere(cwd: string, env: NodeJS.ProcessEnv): Promise<RunRecord> {
  const result = await waywiser(['run', RUN_HERE, '--json'], { cwd, env });
  const [run] = runsOf(result);
  if (run === undefined) throw new Error(`nothing ran: ${result.err}`);

  return run;
}
