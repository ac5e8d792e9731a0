import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Shop, startShop } from '../../../examples/shop/server.ts';
import { DEMO_USER } from '../../../examples/shop/api.ts';
import { type PracticeServer, startPractice } from '../../support/practice/practice-server.ts';
import { PRACTICE_SECRETS } from '../../support/practice/practice-api.ts';
import { runsOf, waywiser } from '../../support/command-line.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const FIXTURES = path.resolve('test/fixtures/imports');
/** Typed into the recorded registration, and good for nothing else. */
const TYPED_PASSWORD = 'hedge-row-7741';

/** What is imported, where it was recorded, and what its secrets are. */
const CASES = [
  { file: 'buy.recording.json', on: 'shop', secrets: {} },
  { file: 'find.recording.json', on: 'shop', secrets: {} },
  { file: 'sign-in.recording.json', on: 'shop', secrets: { PASSWORD: DEMO_USER.password } },
  { file: 'register.recording.json', on: 'practice', secrets: { PASSWORD: TYPED_PASSWORD } },
  { file: 'desk.recording.json', on: 'practice', secrets: {} },
  { file: 'shopping.har', on: 'shop', secrets: {} },
  { file: 'ordering.har', on: 'shop', secrets: { PASSWORD: DEMO_USER.password } },
  {
    file: 'notes.har',
    on: 'practice',
    secrets: { PASSWORD: PRACTICE_SECRETS.password, API_KEY: PRACTICE_SECRETS.apiKey },
  },
  { file: 'shop.openapi.json', on: 'shop', secrets: { PASSWORD: DEMO_USER.password } },
  { file: 'notes.openapi.yaml', on: 'practice', secrets: { API_KEY: PRACTICE_SECRETS.apiKey } },
  {
    file: 'stations.openapi.yaml',
    on: 'practice',
    secrets: { USER: PRACTICE_SECRETS.user, PASSWORD: PRACTICE_SECRETS.password },
  },
] as const;

let cwd: string;
let remove: () => Promise<void>;
let shop: Shop;
let practice: PracticeServer;
const printed: string[] = [];

beforeAll(async () => {
  ({ path: cwd, remove } = await temporaryDir());
  shop = await startShop();
  practice = await startPractice();
  for (const name of ['node_modules', 'dist'])
    symlinkSync(path.resolve(name), path.join(cwd, name));
  for (const name of ['.oxlintrc.json', '.oxfmtrc.json']) {
    writeFileSync(path.join(cwd, name), readFileSync(name));
  }
  writeFileSync(path.join(cwd, 'tsconfig.json'), JSON.stringify(strictConfig()));
  writeFileSync(path.join(cwd, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    path.join(cwd, 'waywiser.config.ts'),
    "import { defineConfig } from 'waywiser';\n\nexport default defineConfig({ baseUrls: { dev: 'http://127.0.0.1:4173' } });\n",
  );
  for (const { file } of CASES) await write(file);
}, 60_000);

afterAll(async () => {
  await Promise.all([shop?.close(), practice?.close()]);
  await remove();
});

/** This repository's rules for types, with the package as its users have it. */
function strictConfig(): unknown {
  const own: { readonly compilerOptions: object } = JSON.parse(
    readFileSync('tsconfig.json', 'utf8'),
  );
  const paths = { waywiser: [path.resolve('dist/types/lib/index.d.ts')] };

  return { compilerOptions: { ...own.compilerOptions, paths }, include: ['journeys'] };
}

function nameOf(file: string): string {
  return file.replaceAll('.', '-');
}

/** What a tool of this repository says of the journeys. */
function tool(name: string, args: readonly string[]): string {
  const program = path.resolve('node_modules/.bin', name);
  const { stdout, stderr } = spawnSync(program, [...args], { cwd, encoding: 'utf8' });

  return `${stdout}${stderr}`;
}

function written(): readonly string[] {
  return readdirSync(path.join(cwd, 'journeys')).map((name) => path.join('journeys', name));
}

/** Imports a fixture by the command line, as its user would. */
async function write(file: string): Promise<void> {
  const args = ['new', nameOf(file), '--from', path.join(FIXTURES, file)];
  const { code, out, err } = await waywiser(args, { cwd });
  printed.push(out, err);
  if (code !== 0) throw new Error(`waywiser ${args.join(' ')}: ${code}\n${out}${err}`);
}

/** The environment in which a journey finds its secrets. */
function secretsOf({ file, secrets }: (typeof CASES)[number]): Readonly<Record<string, string>> {
  const prefix = `WAYWISER_SECRET_${nameOf(file).toUpperCase().replaceAll('-', '_')}`;

  return Object.fromEntries(
    Object.entries(secrets).map(([key, value]) => [`${prefix}_${key}`, value]),
  );
}

test.each(CASES)('the journey made of $file passes without an edit', async (each) => {
  const target = each.on === 'shop' ? shop.url : practice.url;

  const run = await waywiser(
    ['run', nameOf(each.file), '--base-url', target, '--json', '--no-record'],
    { cwd, env: secretsOf(each) },
  );

  const [record] = runsOf(run);
  expect([record?.outcome, record?.error ?? null]).toEqual(['passed', null]);
});

describe('all that was written', () => {
  it('type-checks under the strictest rules of this repository', () => {
    expect(tool('tsc', ['--project', 'tsconfig.json'])).toBe('');
  });

  it('passes the linter of this repository', () => {
    expect(
      tool('oxlint', ['--type-aware', '--type-check', '--deny-warnings', 'journeys']),
    ).toContain('Found 0 warnings and 0 errors');
  });

  it('holds no secret, and neither does what was printed', () => {
    const texts = [
      ...written().map((file) => readFileSync(path.join(cwd, file), 'utf8')),
      ...printed,
    ];
    const secrets = [
      DEMO_USER.password,
      TYPED_PASSWORD,
      ...Object.values(PRACTICE_SECRETS).filter((value) => value !== PRACTICE_SECRETS.user),
    ];

    expect(written().length).toBe(CASES.length);
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  });
});
