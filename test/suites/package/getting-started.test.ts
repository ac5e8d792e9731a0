import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { type CommandResult, runsOf } from '../../support/command-line.ts';
import { eventually } from '../../support/eventually.ts';
import { processesIn } from '../../support/process-tree.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const PAGE = 'docs/getting-started.md';
const SHOWS_WITHIN_MS = 60_000;
/** Workers look for their parent once a second. */
const ENDS_WITHIN_MS = 5_000;

/** A line of shell on the page, and what the page says is seen; null: it shows nothing. */
interface Shown {
  readonly command: string;
  readonly seen: string | null;
}

const SHOWN = shownOn(readFileSync(PAGE, 'utf8'));
const results = new Map<string, CommandResult>();

let dir = '';
let project = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  const packed = await shell(`npm pack --pack-destination ${dir}`, path.resolve('.'));
  if (packed.code !== 0) throw new Error(`npm pack: ${packed.err}`);
  const tarball = readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '';
  project = await doAll(tarball);
}, 300_000);

afterAll(async () => remove());

/** Does what the page says, line by line, in a folder outside of this repository; returns where it ends. */
async function doAll(tarball: string): Promise<string> {
  let cwd = dir;
  for (const { command } of SHOWN) {
    const started = performance.now();
    if (command.startsWith('cd ')) {
      cwd = path.join(cwd, command.slice('cd '.length));
      continue;
    }
    // There is no registry that has the package: its file is the one thing that is put in.
    const typed = command === 'npm install waywiser' ? `npm install ${dir}/${tarball}` : command;
    const isEndless = command === 'npx waywiser dev';
    results.set(command, await (isEndless ? devUntilSeen(typed, cwd) : shell(typed, cwd)));
    const seconds = (performance.now() - started) / 1_000;
    process.stdout.write(`${seconds.toFixed(1).padStart(6)} s  ${command}\n`);
  }

  return cwd;
}

async function shell(command: string, cwd: string): Promise<CommandResult> {
  return start(command, cwd).ended;
}

interface Started {
  readonly ended: Promise<CommandResult>;
  readonly output: () => string;
  /** As Ctrl-C in a terminal, which reaches everything that the command started. */
  interrupt(): void;
}

function start(command: string, cwd: string): Started {
  const child = spawn('bash', ['-c', command], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString('utf8')));

  return {
    ended: new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, ...said }));
    }),
    output: () => said.out + said.err,
    interrupt: () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    },
  };
}

/** The platform until both journeys have run and the page that it names was read, which is appended. */
async function devUntilSeen(command: string, cwd: string): Promise<CommandResult> {
  const platform = start(command, cwd);
  try {
    const url = await eventually('both journeys have run', SHOWS_WITHIN_MS, () =>
      /✓ health/.test(platform.output()) && /✓ homepage/.test(platform.output())
        ? (/dashboard (http:\S+)/.exec(platform.output())?.[1] ?? null)
        : null,
    );
    const page = await fetch(url, { signal: AbortSignal.timeout(SHOWS_WITHIN_MS) });
    const text = `${page.status} ${await page.text()}`;
    platform.interrupt();
    const { code, out, err } = await platform.ended;

    return { code, out: `${out}\n${text}`, err };
  } catch (error) {
    platform.interrupt();
    throw error;
  }
}

/** Every line of the page's blocks of shell, with the block of text that follows before the next. */
function shownOn(page: string): readonly Shown[] {
  const blocks = [...page.matchAll(/```(sh|text)\n([\s\S]*?)```/g)];

  return blocks.flatMap(([, kind, text = ''], index) => {
    if (kind !== 'sh') return [];
    const next = blocks[index + 1];
    const seen = next?.[1] === 'text' ? (next[2] ?? '') : null;
    const lines = text.trim().split('\n');

    return lines.map((command, at) => ({ command, seen: at === lines.length - 1 ? seen : null }));
  });
}

function resultOf(command: string): CommandResult {
  const result = results.get(command);
  if (result === undefined) throw new Error(`${PAGE} has no command "${command}"`);

  return result;
}

/**
 * The outcomes of runs, in order of their names. A slot may be due at the moment of the Ctrl-C: its run is
 * then recorded as one that the platform's stop ended.
 */
function outcomes(runs: readonly RunRecord[]): readonly string[] {
  return runs
    .filter(({ error }) => error?.message.startsWith('The platform was stopped') !== true)
    .map(({ outcome }) => outcome)
    .toSorted();
}

/** What a line says whatever the clock, and however long things take; null: nothing. */
function essence(line: string): string | null {
  const said = line
    .replace(/^\d\d:\d\d:\d\d /, '')
    .replace(/\s{2,}[\d.]+ m?s\b.*$/, '')
    .trim();

  return /^(?:[✓✗]|GET|at )/u.test(said) ? said : null;
}

function essences(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => essence(line) ?? []);
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: { readonly Name?: unknown } }>
  >;
}

/** What the templates of some stacks hold. */
function resourcesOf(stacks: RegExp): readonly Template['Resources'][string][] {
  const folder = path.join(project, 'cdk.out');
  const names = readdirSync(folder).filter((name) => name.endsWith('.template.json'));

  return names
    .filter((name) => stacks.test(name))
    .flatMap((name) => {
      const { Resources }: Template = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));

      return Object.values(Resources);
    });
}

test('the page has the commands of the first ten minutes, in their order', () => {
  const first = ['npm init -y', 'npm install waywiser', 'npx waywiser init', 'npm install'];
  const then = ['npx waywiser run', 'npx waywiser dev', 'npx cdk synth'];

  const commands = SHOWN.map(({ command }) => command);

  expect(commands.filter((each) => [...first, ...then].includes(each))).toEqual([
    ...first,
    ...then,
  ]);
});

test('every command of the page ends well, but for the one that is to fail', () => {
  const failed = [...results].filter(([, { code }]) => code !== 0);

  // npx passes an interrupt on as an end of its own.
  const wrong = failed.filter(([command]) => command !== 'npx waywiser dev');

  expect(wrong.map(([command, { code, err }]) => [command, code, err.includes('Error')])).toEqual([
    ['npx waywiser run health --base-url http://127.0.0.1:9', 1, false],
  ]);
});

test('init says what the page shows, to the letter', () => {
  const { seen } = SHOWN.find(({ command }) => command === 'npx waywiser init') ?? {};

  expect(resultOf('npx waywiser init').out).toBe(seen);
});

test('journeys run and fail as the page shows, and are recorded', async () => {
  const shown = SHOWN.filter(({ command }) => /^npx waywiser (?:run|dev)/.test(command));

  for (const { command, seen } of shown) {
    const expected = essences(seen ?? '');
    expect(expected.length).toBeGreaterThanOrEqual(2);
    expect(essences(resultOf(command).out)).toEqual(expect.arrayContaining([...expected]));
  }
  expect(shown).toHaveLength(3);
  const health = runsOf(await shell('npx waywiser runs health --json', project));
  const homepage = runsOf(await shell('npx waywiser runs homepage --json', project));
  expect(outcomes(health)).toEqual(['failed', 'passed', 'passed']);
  expect(outcomes(homepage)).toEqual(['passed', 'passed']);
  expect(homepage[0]?.steps.map(({ name }) => name)).toEqual([
    'open the front page',
    'open a product',
  ]);
}, 60_000);

test('dev serves its page where it says, and Ctrl-C leaves nothing behind', async () => {
  const { out } = resultOf('npx waywiser dev');

  expect(out).toContain('records .waywiser/db/   evidence .waywiser/evidence/   Ctrl-C stops\n');
  expect(out).toContain('Stopped.');
  expect(out).toMatch(/\n200 <!doctype html>/i);
  await eventually(
    'all of it has ended',
    ENDS_WITHIN_MS,
    () => processesIn(project).length === 0 || null,
  );
});

test('cdk makes the stacks that the page names, with both journeys on schedule', () => {
  const { seen } = SHOWN.find(({ command }) => command === 'npx cdk synth') ?? {};
  const { out, err } = resultOf('npx cdk synth');
  const named = /\(.*\)/.exec(seen ?? '')?.[0] ?? 'nothing';

  const schedules = resourcesOf(/./).filter(({ Type }) => Type === 'AWS::Scheduler::Schedule');

  expect(out + err).toContain(named);
  expect(schedules.map(({ Properties }) => Properties?.Name)).toEqual(
    expect.arrayContaining(['health', 'homepage']),
  );
  const home = resourcesOf(/^waywiser-dev-home\./).map(({ Type }) => Type);
  const region = resourcesOf(/^waywiser-dev-eu-west-1\./).map(({ Type }) => Type);
  expect(home.filter((type) => type.startsWith('AWS::DynamoDB::'))).toHaveLength(1);
  expect(region).toContain('AWS::Lambda::LayerVersion');
});

test('types fit the journeys, and those of a project that resolves as Node does', async () => {
  const nodenext = {
    extends: '../tsconfig.json',
    compilerOptions: { module: 'nodenext', moduleDetection: 'auto' },
    include: ['*.ts'],
  };
  mkdirSync(path.join(project, 'as-node'), { recursive: true });
  const journey = readFileSync(path.join(project, 'journeys/health.journey.ts'), 'utf8');
  writeFileSync(path.join(project, 'as-node/health.journey.ts'), journey);
  writeFileSync(path.join(project, 'as-node/package.json'), '{ "type": "module" }');
  writeFileSync(path.join(project, 'as-node/tsconfig.json'), JSON.stringify(nodenext));

  const own = await shell('npx tsc -p .', project);
  const other = await shell('npx tsc -p as-node', project);

  expect([own.code, own.out]).toEqual([0, '']);
  expect([other.code, other.out]).toEqual([0, '']);
}, 60_000);

test('the packed package can be required and imported', async () => {
  const required = `node --input-type=commonjs -e "console.log(typeof require('waywiser').apiJourney)"`;
  const imported = `node --input-type=module -e "import { every } from 'waywiser'; console.log(every('5m').kind)"`;

  expect((await shell(required, project)).out).toBe('function\n');
  expect((await shell(imported, project)).out).toBe('every\n');
});
