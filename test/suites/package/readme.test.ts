import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runsOf } from '../../support/command-line.ts';
import { processesIn } from '../../support/process-tree.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const FIRST_RUNS_WITHIN_MS = 90_000;
const STOPS_WITHIN_MS = 2_000;
/** Workers look for their parent once a second. */
const ENDS_WITHIN_MS = 3_000;

let dir = '';
let clone = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  clone = path.join(dir, 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${path.resolve('.')}`, clone]);
}, 60_000);

const started: Platform[] = [];

afterAll(async () => {
  // A test that failed has not stopped what it had started, and a suite with it would not end.
  for (const platform of started) kill(platform);
  await remove();
});

/** The shell blocks of the README, in order. */
function readmeCommands(): readonly string[] {
  const text = readFileSync(path.join(clone, 'README.md'), 'utf8');

  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]?.trim() ?? '');
}

interface Platform {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Starts a shell command in the clone, in a process group of its own, as a terminal would. */
function start(command: string): Platform {
  const child = spawn('bash', ['-c', `exec ${command}`], {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }

  const platform: Platform = {
    child,
    output: () => output,
    ended: new Promise((resolve) => {
      child.once('close', (code) => resolve(code));
    }),
  };
  started.push(platform);

  return platform;
}

function kill(platform: Platform): void {
  try {
    signal(platform, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function signal(platform: Platform, name: NodeJS.Signals): void {
  if (platform.child.pid !== undefined) process.kill(-platform.child.pid, name);
}

async function until(met: () => boolean, withinMs: number, say: () => string): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!met()) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms:\n${say()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Ids of every run in the clone's history. */
function history(): readonly string[] {
  const names = ['browse-and-buy', 'search', 'api-health', 'api-catalogue', 'api-order'];

  return names.flatMap((name) => {
    const out = execFileSync(
      process.execPath,
      ['dist/bin/waywiser.cjs', 'runs', name, '--limit', '1000', '--json'],
      { cwd: clone, encoding: 'utf8' },
    );

    return runsOf({ code: 0, out, err: '' }).map((run) => run.runId);
  });
}

async function nothingLeft(): Promise<void> {
  await until(
    () => processesIn(clone).length === 0,
    ENDS_WITHIN_MS,
    () => processesIn(clone).join('\n'),
  );
}

function bothKindsPassed(output: string): boolean {
  return /✓ browse-and-buy/.test(output) && /✓ api-health/.test(output);
}

test('the README has the command that runs it and the command that tests it', () => {
  expect(readmeCommands()).toContain('npm ci && npm start');
  expect(readmeCommands()).toContain('npm ci && npm test');
});

test('`npm ci && npm start` runs both kinds, stops at Ctrl-C, and goes on with its history', async () => {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone, stdio: 'ignore' });

  const first = start('npm start');
  await until(() => bothKindsPassed(first.output()), FIRST_RUNS_WITHIN_MS, first.output);
  expect(first.output()).toContain('.waywiser/db/');
  const stopAsked = performance.now();
  signal(first, 'SIGINT');
  await first.ended;
  const stopTookMs = performance.now() - stopAsked;
  process.stdout.write(`\nCtrl-C stopped everything in ${stopTookMs.toFixed(0)} ms\n`);
  expect(stopTookMs).toBeLessThan(STOPS_WITHIN_MS);
  await nothingLeft();
  const kept = history();
  expect(kept.length).toBeGreaterThanOrEqual(5);

  const second = start('npm start');
  await until(() => bothKindsPassed(second.output()), FIRST_RUNS_WITHIN_MS, second.output);
  const shown = second.output().match(/✓/g)?.length ?? 0;
  signal(second, 'SIGKILL');
  await second.ended;
  await nothingLeft();
  const after = history();
  expect(after).toEqual(expect.arrayContaining([...kept]));
  // What was shown as recorded is in the store, although nothing was closed in order.
  expect(after.length - kept.length).toBeGreaterThanOrEqual(shown);
}, 300_000);
