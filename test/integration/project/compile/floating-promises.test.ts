import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { floatingPromises } from '../../../../lib/project/compile/floating-promises.ts';
import { projectDir } from '../../../support/project-dir.ts';

const TYPES = `interface Page { click(): Promise<void>; isClosed(): boolean; on(name: string, listener: () => void): void }
interface Context { readonly page: Page; step<T>(name: string, body: () => Promise<T> | T): Promise<T> }
export function browserJourney(name: string, body: (context: Context) => Promise<void>): object;
export type { Page };
`;

/** A project of files, with the types of a small API, and with these packages. */
function project(files: Readonly<Record<string, string>>, packages = ['typescript']): string {
  const cwd = projectDir({
    'node_modules/waywiser/package.json': '{ "name": "waywiser", "types": "index.d.ts" }',
    'node_modules/waywiser/index.d.ts': TYPES,
    ...files,
  });
  for (const name of packages) {
    const link = path.join(cwd, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.resolve('node_modules', name), link, 'dir');
  }

  return cwd;
}

async function found(
  cwd: string,
  file = 'journeys/a.journey.ts',
  typesFile = path.join(cwd, 'none.d.ts'),
): Promise<readonly string[]> {
  const cacheDir = path.join(cwd, '.waywiser/cache');
  const problems = await floatingPromises({
    cwd,
    files: [{ file, journey: 'a' }],
    cacheDir,
    typesFile,
  });
  expect(readdirSync(cacheDir)).toEqual([]);

  return problems.map((each) => `${each.file}:${each.line}:${each.column} ${each.message}`);
}

function journeyOf(body: string, imports = ''): string {
  return `import { browserJourney } from 'waywiser';${imports}
export default browserJourney('a', async ({ page, step }) => {
${body}
});
`;
}

describe('floatingPromises()', () => {
  it('uses the types of the command where the project has none of waywiser', async () => {
    const cwd = projectDir({
      'command/index.d.ts': TYPES,
      'journeys/a.journey.ts': journeyOf('  page.click();'),
    });
    mkdirSync(path.join(cwd, 'node_modules'));
    symlinkSync(path.resolve('node_modules/typescript'), path.join(cwd, 'node_modules/typescript'));
    const file = 'journeys/a.journey.ts';

    expect(await found(cwd, file, path.join(cwd, 'command/index.d.ts'))).toEqual([
      expect.stringContaining('Cannot leave "page.click()" without await'),
    ]);
  });

  it('names statements whose value is a promise', async () => {
    const cwd = project({
      'journeys/a.journey.ts': journeyOf(`  page.click();
  await step('buy', () => { page.click(); });
  page.isClosed() || page.click(); page.isClosed();`),
    });

    expect(await found(cwd)).toEqual([
      'journeys/a.journey.ts:3:3 Cannot leave "page.click()" without await: it is a promise that nothing waits for; expected `await` before it',
      expect.stringMatching(/^journeys\/a\.journey\.ts:4:29 Cannot leave "page\.click\(\)"/),
      expect.stringMatching(
        /^journeys\/a\.journey\.ts:5:3 Cannot leave "page\.isClosed\(\) \|\| page/,
      ),
    ]);
  });

  it('takes what is awaited, returned, kept, handled or voided', async () => {
    const cwd = project({
      'journeys/a.journey.ts': journeyOf(`  await page.click();
  const kept = page.click(); await kept;
  page.click().catch(() => undefined);
  void page.click();
  await step('buy', () => page.click());
  page.on('dialog', () => page.click());
  JSON.parse('1');`),
    });

    expect(await found(cwd)).toEqual([]);
  });

  it('searches the files that a journey imports, and knows their types', async () => {
    const cwd = project({
      'journeys/a.journey.ts': journeyOf(
        '  login(page);',
        " import { login } from '../lib/login.js';",
      ),
      'lib/login.ts': `import type { Page } from 'waywiser';
export async function login(page: Page): Promise<void> { page.click(); }
`,
    });

    expect((await found(cwd)).toSorted()).toEqual([
      expect.stringMatching(/^journeys\/a\.journey\.ts:3:3 Cannot leave "login\(page\)"/),
      expect.stringMatching(/^lib\/login\.ts:2:58 Cannot leave "page\.click\(\)"/),
    ]);
  });

  it('searches JavaScript, and files whose types are not checked', async () => {
    const cwd = project({
      'journeys/a.journey.js': `// @ts-nocheck\n${journeyOf('page.click();')}`,
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2022" } }',
      'package.json': '{ "type": "module" }',
    });

    expect(await found(cwd, 'journeys/a.journey.js')).toEqual([
      expect.stringMatching(/^journeys\/a\.journey\.js:4:1 Cannot leave "page\.click\(\)"/),
    ]);
  });

  it('finds lost promises of forEach without TypeScript too', async () => {
    const cwd = project(
      {
        'journeys/a.journey.ts': journeyOf('  [1].forEach(async () => page.click());'),
        '.waywiser/cache/.keep': '',
      },
      [],
    );
    const files = [{ file: 'journeys/a.journey.ts', journey: 'a' }];

    const problems = await floatingPromises({
      cwd,
      files,
      cacheDir: path.join(cwd, '.waywiser/cache'),
      typesFile: '',
    });

    expect(problems).toMatchObject([
      { line: 3, column: 3, message: expect.stringContaining('forEach drops the promises') },
    ]);
  });

  it('says that the compiler took too long', async () => {
    const cwd = project({ 'journeys/a.journey.ts': journeyOf('  page.click();') });
    const files = [{ file: 'journeys/a.journey.ts', journey: 'a' }];
    const cacheDir = path.join(cwd, '.waywiser/cache');

    const problems = await floatingPromises({ cwd, files, cacheDir, typesFile: '', deadlineMs: 1 });

    expect(problems).toMatchObject([
      { file: null, message: expect.stringContaining('took longer') },
    ]);
  });
});
