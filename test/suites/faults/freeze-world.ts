import { type ChildProcess, spawn } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AttemptSummary, InstrumentReading } from '../../../lib/core/record/run-record.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';
import type { RunnerOrder } from './frozen-runner.ts';

/** What a runner says about one run. */
export interface SeenRun {
  readonly outcome: string;
  readonly cause: string | null;
  readonly message?: string;
  readonly attemptList: readonly AttemptSummary[];
  readonly instrument: InstrumentReading;
}

/** A target, and runners of its journeys that can be frozen. */
export interface FreezeWorld {
  /** Runs a journey `runs` times; `onStarted` is called when a body begins, and gets the runner. */
  run(
    order: Pick<RunnerOrder, 'kind' | 'timeoutMs' | 'runs'> & { readonly body: string },
    onStarted?: (runner: Runner) => void,
  ): Promise<readonly SeenRun[]>;
  close(): Promise<void>;
}

/** The process tree of a runner. */
export interface Runner {
  readonly pid: number;
  /** The ids of all its processes now. */
  tree(): readonly number[];
  /** Sends a signal to all its processes. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
}

const ANSWER_MS = 150;

/** Bodies of journeys: a healthy one of each kind, a target without an answer, an endless loop. */
export const BODIES = {
  api: `for (let i = 0; i < 6; i += 1) await step('request ' + i, async () => { expect((await http.get(ORIGIN + '/')).status).toBe(200); });`,
  browser: `for (let i = 0; i < 3; i += 1) await step('page ' + i, async () => { await page.goto(ORIGIN + '/'); await expect(page.locator('h1')).toHaveText('Shop'); });`,
  silent: `await step('ask', async () => { await http.get(ORIGIN + '/silent'); });`,
  loop: `await step('spin', () => { while (true); });`,
} as const;

/** Starts the target. */
export async function freezeWorld(): Promise<FreezeWorld> {
  const dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'freezes-')));
  const target = await startServer((request, response) => {
    if (request.url === '/silent') return;
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Shop</h1>');
    }, ANSWER_MS);
  });
  let serial = 0;

  return {
    run: async ({ body, ...rest }, onStarted = () => undefined) => {
      serial += 1;
      const bundlePath = path.join(dir, `journey-${serial}.cjs`);
      writeFileSync(bundlePath, bundleOf(rest.kind, body, target));

      return runsOf({ ...rest, bundlePath, dir }, onStarted);
    },
    close: async () => {
      await target.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function bundleOf(kind: string, body: string, { origin }: TestServer): string {
  const ports = kind === 'api' ? 'step, http' : 'step, page';

  return `const { ${kind}Journey, every, expect } = require('waywiser');
const ORIGIN = '${origin}';
module.exports.default = ${kind}Journey('example', { schedule: every('5m') }, async ({ ${ports} }) => { ${body} });`;
}

async function runsOf(
  order: RunnerOrder,
  onStarted: (runner: Runner) => void,
): Promise<readonly SeenRun[]> {
  const script = path.resolve('test/suites/faults/frozen-runner.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const runner = runnerOf(child);
  const seen: SeenRun[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { kind, ...run } = JSON.parse(line);
    if (kind === 'started') onStarted(runner);
    else seen.push(run);
  }

  return seen;
}

function runnerOf({ pid = 0 }: ChildProcess): Runner {
  return {
    pid,
    tree: () => treeOf(pid),
    signal: (name) => {
      for (const each of treeOf(pid)) {
        try {
          process.kill(each, name);
        } catch {
          // It has ended.
        }
      }
    },
  };
}

/** A process and all that descend from it. */
function treeOf(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);

  return [pid, ...children.flatMap(treeOf)];
}

function parentOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');

    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
