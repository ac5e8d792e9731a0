import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { waywiser } from '../../../support/command-line.ts';
import { filesBelow, initIn, NEW_PROJECT, textOf } from '../../../support/new-project.ts';
import { projectDir } from '../../../support/project-dir.ts';

interface OwnManifest {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

describe('waywiser init', () => {
  it('init() writes a project into an empty folder, and says what it wrote and what to type now', async () => {
    const dir = projectDir({});

    const { code, out, err } = await initIn(dir);

    expect([code, err]).toEqual([0, '']);
    expect(filesBelow(dir)).toEqual(NEW_PROJECT);
    expect(out).toBe(`Created a project in this folder:
  + journeys/homepage.journey.ts    browser journey: the front page
  + journeys/health.journey.ts      API journey: a health check
  + waywiser.config.ts              configuration: tests the demo shop
  + cdk.json                        settings of the AWS CDK
  + tsconfig.json                   TypeScript settings for the editor and type checks
  + .gitignore                      files that git ignores
  + .github/workflows/journeys.yml  GitHub workflow: runs every journey on each pull request
  + README.md                       commands and links to the documentation
  + package.json                    scripts and packages

Next:
  npm install
  npx waywiser run
  npx waywiser dev
`);
  });

  it('init() names the packages that this one was built with: itself, cdk exactly, its peers', async () => {
    const dir = projectDir({});
    const own: OwnManifest = JSON.parse(readFileSync('package.json', 'utf8'));

    await initIn(dir);

    const { dependencies, devDependencies } = JSON.parse(textOf(dir, 'package.json'));
    expect(dependencies).toEqual({ waywiser: own.version });
    expect(devDependencies).toEqual({
      'aws-cdk': own.devDependencies['aws-cdk'],
      ...own.peerDependencies,
      typescript: own.devDependencies['typescript'],
    });
    expect(devDependencies['aws-cdk']).toMatch(/^2\.(?:114[8-9]|11[5-9]\d|1[2-9]\d\d)\.\d+$/);
  });

  it('init() keeps what is there, names it, and completes package.json', async () => {
    const before = {
      'README.md': 'mine',
      LICENSE: 'mine',
      '.gitignore': '/node_modules\n*.log\n',
      'cdk.json': '{ "app": "node mine.js" }',
      'package.json': '{\n    "name": "mine",\n    "scripts": { "dev": "vite" }\n}\n',
      '.git/HEAD': 'ref: refs/heads/main',
      'node_modules/x/index.js': '',
    };
    const dir = projectDir(before);

    const { code, out } = await initIn(dir);

    expect(code).toBe(0);
    for (const name of ['README.md', 'LICENSE', '.gitignore', 'cdk.json'] as const) {
      expect(textOf(dir, name)).toBe(before[name]);
    }
    expect(JSON.parse(textOf(dir, 'package.json'))).toMatchObject({
      name: 'mine',
      scripts: { dev: 'vite', journeys: 'waywiser run' },
    });
    expect(out).toContain(
      '  ~ package.json                    added: scripts journeys, validate, synth, deploy; packages waywiser, aws-cdk, aws-cdk-lib, constructs, typescript\n',
    );
    expect(out).toContain(`
Already exist and were not changed:
  = cdk.json                        to deploy this project, set "app" to "node node_modules/waywiser/dist/bin/app.cjs"
  = .gitignore                      add .waywiser/, cdk.out/
  = README.md
`);
    expect(filesBelow(dir)).toContain('journeys/homepage.journey.ts');
  });

  it('init() makes the folder that is named, and says how to get there', async () => {
    const cwd = projectDir({});

    const { code, out } = await initIn(cwd, { folder: 'deep/My Shop' });

    expect(code).toBe(0);
    expect(filesBelow(path.join(cwd, 'deep/My Shop'))).toEqual(NEW_PROJECT);
    expect(JSON.parse(textOf(cwd, 'deep/My Shop/package.json'))).toMatchObject({ name: 'my-shop' });
    expect(out).toMatch(/^Created a project in deep\/My Shop:\n/);
    expect(out).toContain("\nNext:\n  cd 'deep/My Shop'\n  npm install\n  npx waywiser run\n");
  });

  it('init() goes on with the commands that are left when everything is installed', async () => {
    const names = ['waywiser', 'aws-cdk', 'aws-cdk-lib', 'typescript'];
    const installed = names.map((name) => [`node_modules/${name}/package.json`, '{}'] as const);
    const cwd = projectDir(Object.fromEntries(installed));

    const { out } = await initIn(cwd, { folder: 'inner' });

    expect(out).toMatch(
      /Next:\n {2}cd inner\n {2}npx waywiser run\n {2}npx waywiser dev\n {2}npx cdk synth\n$/,
    );
    expect(JSON.parse(textOf(cwd, 'inner/cdk.json'))).toMatchObject({
      app: 'node ../node_modules/waywiser/dist/bin/app.cjs',
    });
  });

  it('init() writes nothing in a dry run, nor makes the folder', async () => {
    const cwd = projectDir({});

    const { code, out } = await initIn(cwd, { folder: 'new', dryRun: true });

    expect(code).toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
    expect(out).toMatch(/^Would write to new:\n {2}\+ journeys\/homepage\.journey\.ts/);
    expect(out).not.toContain('Next:');
  });

  it('init() leaves out what is not wanted', async () => {
    const dir = projectDir({});

    await initIn(dir, { kind: 'api', ci: false, baseUrl: 'https://shop.example/en/' });

    const left = ['.github/workflows/journeys.yml', 'journeys/homepage.journey.ts'];
    expect(filesBelow(dir)).toEqual(NEW_PROJECT.filter((name) => !left.includes(name)));
    expect(textOf(dir, 'waywiser.config.ts')).toContain(
      "baseUrls: { prod: 'https://shop.example' }",
    );
    expect(textOf(dir, 'journeys/health.journey.ts')).toContain("http.get('/en/')");
  });

  it('init() prints one document with --json', async () => {
    const dir = projectDir({ 'tsconfig.json': '{}', 'package.json': '{}' });

    const { code, out } = await initIn(dir, { json: true, kind: 'browser', ci: false });

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      folder: dir,
      dryRun: false,
      written: [
        'journeys/homepage.journey.ts',
        'waywiser.config.ts',
        'cdk.json',
        '.gitignore',
        'README.md',
      ],
      completed: [
        {
          file: 'package.json',
          scripts: ['dev', 'journeys', 'validate', 'synth', 'deploy'],
          packages: ['waywiser', 'aws-cdk', 'aws-cdk-lib', 'constructs', 'typescript'],
        },
      ],
      kept: [{ file: 'tsconfig.json', hint: null }],
      around: [],
      next: ['npm install', 'npx waywiser run', 'npx waywiser dev'],
    });
  });

  it('init() reports that it is inside another project', async () => {
    const cwd = projectDir({ 'waywiser.config.mts': '' });

    const { code, out } = await initIn(cwd, { folder: 'inner' });

    expect(code).toBe(0);
    expect(out).toContain(
      `This folder is inside another project (${path.join(cwd, 'waywiser.config.mts')}).`,
    );
  });
});

describe('the command line', () => {
  it('has init first, and runs it where it is typed', async () => {
    const dir = realpathSync(projectDir({}));

    const help = await waywiser(['--help'], { cwd: dir });
    const { code, out } = await waywiser(['init', '--kind', 'api', '--no-ci'], { cwd: dir });

    expect(/Commands:\n {2}(\S+)/.exec(help.out)?.[1]).toBe('init');
    expect([code, out.split('\n')[0]]).toEqual([0, 'Created a project in this folder:']);
    expect(existsSync(path.join(dir, '.github'))).toBe(false);
  });

  it('validates what init made', async () => {
    const dir = realpathSync(projectDir({}));
    await initIn(dir);
    mkdirSync(path.join(dir, 'node_modules'));
    symlinkSync(path.resolve('.'), path.join(dir, 'node_modules/waywiser'));

    const { code, out, err } = await waywiser(['validate'], { cwd: dir });
    writeFileSync(path.join(dir, 'journeys/health.journey.ts'), 'export default 1;\n');
    const broken = await waywiser(['validate'], { cwd: dir });

    expect(code).toBe(0);
    // The remedy is a line that init wrote, as a comment.
    expect(err).toContain('warning  Alarms will notify no one');
    expect(out).toContain('homepage');
    expect(broken.code).toBe(2);
  });
});
