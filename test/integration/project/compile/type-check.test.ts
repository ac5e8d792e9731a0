import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import {
  typeCheckJourneys,
  type TypeCheckOptions,
} from '../../../../lib/project/compile/type-check.ts';
import { projectDir } from '../../../support/project-dir.ts';

const GOOD = 'const path: string = "/";\nexport { path };\n';
const WAYWISER_TYPES = `export function every(interval: string): object;
export function apiJourney(name: string, options: { schedule: object; retries?: number }, body: () => void): object;
`;

/** A project of files that has TypeScript installed, and these packages. */
function typedProject(files: Readonly<Record<string, string>>, packages = ['typescript']): string {
  const dir = projectDir(files);
  mkdirSync(path.join(dir, 'node_modules'), { recursive: true });
  for (const name of packages) {
    const link = path.join(dir, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.resolve('node_modules', name), link, 'dir');
  }

  return dir;
}

async function check(cwd: string, options: Partial<TypeCheckOptions> = {}) {
  return typeCheckJourneys({
    cwd,
    files: [{ file: 'journeys/a.journey.ts', journey: 'a' }],
    cacheDir: path.join(cwd, '.waywiser/types'),
    ...options,
  });
}

describe('typeCheckJourneys()', () => {
  it('typeCheckJourneys() names the journey and the place of an error', async () => {
    const cwd = typedProject({
      'node_modules/waywiser/package.json': '{ "name": "waywiser", "types": "index.d.ts" }',
      'node_modules/waywiser/index.d.ts': WAYWISER_TYPES,
      'journeys/a.journey.ts':
        "import { apiJourney, every } from 'waywiser';\nexport default apiJourney('a', { schedule: every('5m'), retries: '1' }, () => undefined);\n",
    });

    const problems = await check(cwd);

    expect(problems).toEqual([
      {
        file: 'journeys/a.journey.ts',
        line: 2,
        column: 57,
        code: 'journey.syntax',
        path: null,
        message: "TS2322: Type 'string' is not assignable to type 'number'.",
        journey: 'a',
      },
    ]);
    expect(readdirSync(path.join(cwd, '.waywiser/types'))).toEqual([]);
  });

  it('typeCheckJourneys() finds nothing wrong with good files, and reads no others', async () => {
    const cwd = typedProject({
      'journeys/a.journey.ts': GOOD,
      'journeys/other.ts': 'const wrong: string = 1;',
    });

    expect(await check(cwd)).toEqual([]);
  });

  it('typeCheckJourneys() reports an error in what a journey imports, as no journey of its own', async () => {
    const cwd = typedProject({
      'journeys/a.journey.ts':
        "import { price } from './shared';\nexport const p: number = price;\n",
      'journeys/shared.ts': 'export const price: number = "12";\n',
    });

    expect(await check(cwd)).toMatchObject([
      { file: 'journeys/shared.ts', line: 1, column: 14, journey: null },
    ]);
  });

  it("typeCheckJourneys() follows the project's tsconfig.json, but for what it emits", async () => {
    const files = {
      'journeys/a.journey.ts': 'export function f(x) { return x; }\n',
      'tsconfig.json':
        '{ "compilerOptions": { "strict": false, "composite": true, "rootDir": "src", "outDir": "out" }, "include": ["src"] }',
    };
    const cwd = typedProject(files);

    expect(await check(cwd)).toEqual([]);
    expect(existsSync(path.join(cwd, 'out'))).toBe(false);
    expect(await check(typedProject({ ...files, 'tsconfig.json': '{}' }))).toMatchObject([
      { message: "TS7006: Parameter 'x' implicitly has an 'any' type." },
    ]);
  });

  it('typeCheckJourneys() knows Node and the browser without a tsconfig.json', async () => {
    const source =
      "import { readFileSync } from 'node:fs';\nexport const size = readFileSync('x').length + document.title.length;\n";
    const cwd = typedProject({ 'journeys/a.journey.ts': source }, [
      'typescript',
      '@types/node',
      'undici-types',
    ]);

    expect(await check(cwd)).toEqual([]);
  });

  it('typeCheckJourneys() reports what is wrong with the settings', async () => {
    const cwd = typedProject({
      'journeys/a.journey.ts': GOOD,
      'tsconfig.json': '{ "compilerOptions": { "strikt": true } }',
    });

    expect(await check(cwd)).toMatchObject([
      { file: 'tsconfig.json', line: 1, journey: null, message: expect.stringContaining('TS5023') },
    ]);
  });

  it('typeCheckJourneys() says so where the project has no TypeScript, unless it needs none', async () => {
    const cwd = typedProject(
      {
        'journeys/a.journey.ts': GOOD,
        'journeys/b.journey.js': '',
        // What an installation that broke off leaves: it also hides any other from the search.
        'node_modules/typescript/package.json': '{ "bin": { "tsc": "bin/tsc" } }',
      },
      [],
    );
    const files = [{ file: 'journeys/b.journey.js', journey: 'b' }];

    expect(await check(cwd)).toMatchObject([
      {
        file: null,
        message: expect.stringMatching(/"typescript" is not installed.*npm install --save-dev/),
      },
    ]);
    expect(await check(cwd, { files })).toEqual([]);
  });

  it('typeCheckJourneys() gives up at its deadline, and ends the compiler', async () => {
    const cwd = typedProject(
      {
        'journeys/a.journey.ts': GOOD,
        'node_modules/typescript/package.json': '{ "bin": { "tsc": "slow.cjs" } }',
        'node_modules/typescript/slow.cjs': 'setInterval(() => undefined, 1000);',
      },
      [],
    );

    expect(await check(cwd, { deadlineMs: 200 })).toMatchObject([
      { message: expect.stringContaining('TypeScript took longer than 0.2 s') },
    ]);
  });

  it('typeCheckJourneys() passes on how a compiler fails that prints no errors', async () => {
    const cwd = typedProject(
      {
        'journeys/a.journey.ts': GOOD,
        'node_modules/typescript/package.json': '{ "bin": { "tsc": "bad.cjs" } }',
        'node_modules/typescript/bad.cjs': 'console.error("no memory"); process.exitCode = 3;',
      },
      [],
    );

    expect(await check(cwd)).toMatchObject([
      { message: expect.stringMatching(/TypeScript ended with code 3: no memory/) },
    ]);
  });
});
