import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import { claimantOf } from '../adapters/local/claim-folder.ts';
import type { JourneyPlan } from '../core/journey/plan.ts';
import { mapBounded } from '../core/recorder/map-bounded.ts';
import type { Finding } from '../core/trends/finding.ts';
import { formatMany } from '../report/trend-format.ts';
import { cleanText } from '../report/terminal-text.ts';
import type { DashboardHistory } from './dashboard-history.ts';
import type { Io } from './io.ts';
import { type LookTold, ranPlans } from './look-now.ts';
import type { Paths } from './paths.ts';

/** What a look in the background is made over. */
export interface BackgroundLook {
  readonly plans: readonly JourneyPlan[];
  readonly stage: string;
  readonly history: DashboardHistory;
  readonly paths: Paths;
  /** Of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

const DAY_MS = 86_400_000;
const CONCURRENCY = 4;
/** Below everything that somebody waits for. */
const PRIORITY = 10;

/**
 * Looks for trends once, beside pages: where nobody did within a day, and no `waywiser dev` will. It
 * calculates for minutes in a large project, so another process does. `told` gets what was found and
 * what has ended.
 */
export function startBackgroundLook(
  parts: BackgroundLook,
  told: (finding: Finding) => void,
  io: Io,
): { readonly stop: () => void } {
  let child: ChildProcess | null = null;
  let stopping = false;

  async function work(): Promise<void> {
    if (claimantOf(parts.paths.stateDir, 'dev') !== null || !(await isDue(parts)) || stopping)
      return;
    io.err('waywiser: nobody looked for trends within a day; looking now, beside the pages\n');
    child = spawnLook(parts, io);
    const output = await outputOf(child);
    if (stopping) return;
    for (const finding of [...output.opened, ...output.ended]) told(finding);
    io.err(`waywiser: ${foundWords(output)}\n`);
    for (const error of output.errors) io.err(`waywiser: ${cleanText(error)}\n`);
  }

  void work().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    if (!stopping) io.err(`waywiser: the look for trends failed: ${cleanText(reason)}\n`);
  });

  return {
    stop: () => {
      stopping = true;
      child?.kill('SIGKILL');
    },
  };
}

/** Whether a journey that ran was not looked at within a day. */
async function isDue({ plans, history, epochMs }: BackgroundLook): Promise<boolean> {
  const stores = await history.stores();
  const looks = await mapBounded(await ranPlans(plans, stores), CONCURRENCY, async ({ name }) => {
    const look = await stores.findings.lookOf(name);
    return look === null ? -Infinity : Date.parse(look.at);
  });

  return looks.some((atMs) => epochMs() - atMs > DAY_MS);
}

function spawnLook({ stage, paths }: BackgroundLook, { env, cwd }: Io): ChildProcess {
  const child = spawn(process.execPath, [paths.commandPath, 'look', '--stage', stage], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) yieldPriority(child.pid);

  return child;
}

function yieldPriority(pid: number): void {
  try {
    os.setPriority(pid, PRIORITY);
  } catch {
    // It has ended already, or the system knows no priorities: it takes its share as any other.
  }
}

async function outputOf(child: ChildProcess): Promise<LookTold> {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(said.err.trim() || `its process ended with code ${code}`);
  const told: LookTold = JSON.parse(said.out);

  return told;
}

function foundWords({ series, opened, ended, standing }: LookTold): string {
  const news =
    opened.length + ended.length === 0
      ? 'nothing new'
      : `${formatMany(opened.length, 'new finding')}, ${ended.length} ended`;

  return `looked for trends in ${series} series: ${news}; ${formatMany(standing, 'finding')} ${standing === 1 ? 'stands' : 'stand'}`;
}
