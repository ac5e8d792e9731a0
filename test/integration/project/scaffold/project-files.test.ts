import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { preflight } from '../../../../lib/core/deploy/preflight.ts';
import { newPackage } from '../../../../lib/project/scaffold/package-file.ts';
import { projectFiles } from '../../../../lib/project/scaffold/project-files.ts';
import type { Scaffold, ScaffoldTarget } from '../../../../lib/project/scaffold/scaffold.ts';
import { loadDir, problemLines, projectDir } from '../../../support/project-dir.ts';

const SITE: ScaffoldTarget = {
  kind: 'site',
  origin: 'https://shop.example',
  path: "/it's/?a=\\n",
  stage: 'prod',
};

const SHOP = scaffold({});

/** Every kind of project, with what its config and journeys are then. */
const PROJECTS: readonly (readonly [what: string, scaffold: Scaffold])[] = [
  ['of the demo shop', SHOP],
  ['of a site, with quotes and backslashes in its path', scaffold({ target: SITE })],
  ['of a browser alone', scaffold({ kind: 'browser' })],
  ['of requests alone, without a workflow', scaffold({ kind: 'api', target: SITE, ci: false })],
];

function scaffold(parts: Partial<Scaffold>): Scaffold {
  return {
    name: 'journeys',
    kind: 'both',
    target: { kind: 'shop' },
    ci: true,
    packages: {
      waywiser: '0.1.0',
      awsCdk: '2.1148.1',
      awsCdkLib: '^2.276.0',
      constructs: '^10.8.1',
      typescript: '7.0.2',
    },
    packageDir: 'node_modules/waywiser',
    ...parts,
  };
}

function filesOf(given: Scaffold): Readonly<Record<string, string>> {
  const files = projectFiles(given).map(({ path: name, text }) => [name, text] as const);

  return { ...Object.fromEntries(files), 'package.json': newPackage(given) };
}

/** A project as it is when `npm install` has put this package into it. */
function installed(given: Scaffold): string {
  const dir = projectDir(filesOf(given));
  mkdirSync(path.join(dir, 'node_modules'));
  symlinkSync(path.resolve('.'), path.join(dir, 'node_modules/waywiser'));
  for (const name of ['.oxlintrc.json', '.oxfmtrc.json']) copyFileSync(name, path.join(dir, name));

  return dir;
}

/** What a tool of this repository prints about a project; throws where it complains. */
function tool(script: string, args: readonly string[], cwd: string): string {
  const command = [path.resolve('node_modules', script), ...args];
  try {
    return execFileSync(process.execPath, command, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`${script}: ${said}`, { cause: error });
  }
}

describe.each(PROJECTS)('projectFiles() makes a project %s', (_what, given) => {
  const dir = installed(given);

  it('that type-checks', () => {
    expect(tool('typescript/bin/tsc', ['-p', '.'], dir)).toBe('');
  });

  it('that lints, with types', () => {
    const args = ['--type-aware', '--type-check', '--deny-warnings', '.'];

    expect(tool('oxlint/bin/oxlint', args, dir)).toContain('Found 0 warnings and 0 errors.');
  });

  it('that is formatted', () => {
    const names = Object.keys(filesOf(given)).filter((name) => name !== '.gitignore');

    expect(tool('oxfmt/bin/oxfmt', ['--check', ...names], dir)).toContain('correct');
  });

  it('that is valid, and that deploying does not refuse', async () => {
    const project = await loadDir(dir);

    const plans = project.journeys.map(({ plan }) => plan);

    expect(problemLines(project)).toEqual([]);
    expect(preflight(project.config, plans, { nowMs: Date.UTC(2026, 10, 23) })).toEqual([]);
    const names = { both: ['health', 'homepage'], browser: ['homepage'], api: ['health'] };
    expect(plans.map(({ name }) => name)).toEqual(names[given.kind]);
  });
});

describe('projectFiles()', () => {
  it('starts the packaged shop where no site is named', async () => {
    const { config } = await loadDir(projectDir(filesOf(SHOP)));

    expect(config).toMatchObject({
      stage: 'dev',
      baseUrl: 'http://127.0.0.1:4173',
      localTarget: {
        command: 'node node_modules/waywiser/dist/examples/shop.cjs --port 4173',
        url: 'http://127.0.0.1:4173/api/health',
      },
    });
  });

  it('points at the site that is named, and opens its path', async () => {
    const files = filesOf(scaffold({ target: SITE }));
    const { config } = await loadDir(projectDir(files));

    expect(config).toMatchObject({
      stage: 'prod',
      baseUrl: 'https://shop.example',
      localTarget: null,
    });
    expect(files['journeys/homepage.journey.ts']).toContain(String.raw`page.goto("/it's/?a=\\n")`);
  });

  it('finds the package where several projects share their packages', () => {
    const files = filesOf(scaffold({ packageDir: '../../node_modules/waywiser' }));

    expect(JSON.parse(files['cdk.json'] ?? '')).toMatchObject({
      app: 'node ../../node_modules/waywiser/dist/bin/app.cjs',
    });
    expect(files['waywiser.config.ts']).toContain(
      "'node ../../node_modules/waywiser/dist/examples/shop.cjs --port 4173'",
    );
  });

  it('says where the journeys go, and speaks of the workflow only where there is one', () => {
    const withCi = filesOf(SHOP)['README.md'];
    const without = filesOf(scaffold({ target: SITE, ci: false }));

    expect(withCi).toContain('.github/workflows/journeys.yml');
    expect(without['README.md']).toContain('<https://shop.example>');
    expect(without['README.md']).not.toContain('.github');
    expect(Object.keys(without)).not.toContain('.github/workflows/journeys.yml');
  });
});

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >;
}

describe('the workflow', () => {
  const text = filesOf(SHOP)['.github/workflows/journeys.yml'] ?? '';

  it('validates and runs the journeys, and does no more', () => {
    const { jobs }: Workflow = parse(text);

    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

    expect(Object.keys(jobs)).toEqual(['journeys']);
    expect(runs).toEqual([
      'npm ci',
      'npx waywiser validate',
      'npx waywiser run --junit test-results/journeys.xml',
    ]);
  });

  it('deploys once the # are taken away', () => {
    const lines = text.split('\n');
    const first = lines.findIndex((line) => line.startsWith('  # deploy:'));
    const bare = lines.map((line, index) => (index < first ? line : line.replace('# ', '')));

    const { jobs }: Workflow = parse(bare.join('\n'));

    expect(jobs['deploy']).toMatchObject({
      needs: 'journeys',
      if: "github.ref == 'refs/heads/main'",
      permissions: { contents: 'read', 'id-token': 'write' },
    });
    expect(jobs['deploy']?.steps.at(-1)?.run).toBe(
      'npx cdk deploy --all --concurrency 4 --require-approval never',
    );
  });
});
