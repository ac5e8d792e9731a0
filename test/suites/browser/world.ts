import path from 'node:path';
import { openEmbeddedStore } from '../../../lib/adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { runTrendAnalysis } from '../../../lib/core/trends/run-trend-analysis.ts';
import { runsOf, waywiser } from '../../support/command-line.ts';
import { freePort } from '../../support/hostile-server.ts';
import { loadDir } from '../../support/project-dir.ts';
import { demoProject } from './demo-project.ts';
import { storedRuns } from './stored-runs.ts';
import { type ServedPages, servedPages } from './served-pages.ts';

/** A project with stored history, and its dashboard. */
export interface BrowserWorld {
  readonly cwd: string;
  readonly pages: ServedPages;
  /** Pages of a project in which nothing has run. */
  readonly emptyPages: ServedPages;
  /** All backfilled runs, by journey and region. */
  readonly past: readonly {
    readonly journey: string;
    readonly region: string;
    readonly runs: readonly RunRecord[];
  }[];
  /** When every step of `browse-and-buy` got slower, as backfill reported. */
  readonly injectedMs: number;
  /** A run of today that passed, and one that failed and has evidence. */
  readonly passed: RunRecord;
  readonly failed: RunRecord;
  end(): Promise<void>;
}

/** Injected changes: `step` makes every step 10% slower, `outage` fails for seven hours. */
const HISTORIES = [
  { journey: 'api-order', scenario: 'outage', every: '30m' },
  { journey: 'browse-and-buy', scenario: 'step', every: '1h' },
] as const;
/** Journey that runs on this machine; its failed runs are repeated with a trace. */
const LOCAL_JOURNEY = 'search';
const REGIONS = ['eu-west-1', 'us-east-1'];
const DAYS = '42';
const SERVE = ['dashboard', '--port', '0'];

/** Fills a store with the product's commands and serves it. Takes half a minute. */
export async function browserWorld(): Promise<BrowserWorld> {
  const project = demoProject(
    [...HISTORIES.map(({ journey }) => journey), LOCAL_JOURNEY],
    await freePort(),
  );
  const { cwd } = project;
  let output = '';
  for (const { journey, scenario, every } of HISTORIES) {
    output += await backfilled(
      ['--journeys', journey, '--scenario', scenario, '--every', every],
      cwd,
    );
  }
  await analyse(cwd);
  const passed = await runLocally(cwd, {});
  const failed = await runLocally(
    cwd,
    project.knobs({ errors: [{ route: '/products/', rate: 1, status: 500 }] }),
  );
  const pages = await servedPages(SERVE, cwd);
  const emptyPages = await servedPages(SERVE, demoProject([LOCAL_JOURNEY], await freePort()).cwd);
  // The dashboard opens the store on the first request for a page.
  await fetch(`${pages.url}/overview`);
  const stateDir = path.join(cwd, '.waywiser');
  const series = HISTORIES.flatMap(({ journey }) => REGIONS.map((region) => ({ journey, region })));

  return {
    cwd,
    pages,
    emptyPages,
    past: await Promise.all(
      series.map(async (one) => ({
        ...one,
        runs: await storedRuns(stateDir, one.journey, one.region),
      })),
    ),
    injectedMs: injectedAtMs(output),
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

function injectedAtMs(output: string): number {
  const at = /every step gets 10% slower at (\S+) (\S+?)(?:Z| UTC)\b/.exec(output);

  return Date.parse(`${at?.[1]}T${at?.[2]}Z`);
}

/** Runs the trend analysis, as the daily job does. */
async function analyse(cwd: string): Promise<void> {
  const { journeys } = await loadDir(cwd);
  const stores = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  try {
    const { errors } = await runTrendAnalysis(
      { journeys: journeys.map(({ plan }) => plan) },
      {
        ...stores,
        histograms: hdrHistograms(),
        metrics: { publish: async (groups) => groups.map(() => null) },
        events: { publish: async (findings) => findings.map(() => null) },
        clock: { epochMs: () => Date.now() },
      },
    );
    for (const error of errors) throw error;
  } finally {
    await stores.close();
  }
}

async function runLocally(cwd: string, env: NodeJS.ProcessEnv): Promise<RunRecord> {
  const result = await waywiser(['run', LOCAL_JOURNEY, '--json'], { cwd, env });
  const [run] = runsOf(result);
  if (run === undefined) throw new Error(`nothing ran: ${result.err}`);

  return run;
}
