import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TEXT = readFileSync('docs/trust.md', 'utf8');

interface Row {
  readonly promise: string;
  readonly figure: string;
  readonly measured: string;
  readonly repeat: string;
}

/** The rows of the table of figures. */
const ROWS: readonly Row[] = TEXT.split('\n')
  .filter((line) => line.startsWith('| ['))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, promise = '', figure = '', measured = '', repeat = '']) => ({
    promise,
    figure,
    measured,
    repeat: repeat.replaceAll('`', ''),
  }));

/** Names of files below the folder that a command's words are matched against. */
const FOLDERS: Readonly<Record<string, string>> = {
  'npm test --': 'test',
  'npm run test:integration --': 'test/integration',
  'npm run test:suite --': 'test/suites',
  'npm run faults --': 'test/suites/faults',
};

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const SCRIPTS = new Set(Object.keys(scripts));

/** What is wrong with a command; null: it would run something. */
function commandProblem(command: string): string | null {
  const script = /^npx tsx (\S+)/.exec(command)?.[1];
  if (script !== undefined) return existsSync(script) ? null : `there is no ${script}`;
  const bench = /^npm run bench -- (\S+)$/.exec(command)?.[1];
  if (bench !== undefined) {
    return readFileSync('bench/main.ts', 'utf8').includes(`\n  ${bench}: `) ? null : 'no bench';
  }

  const own = /^npm run ([\w:]+)$/.exec(command)?.[1];
  if (own !== undefined) return SCRIPTS.has(own) ? null : `there is no script ${own}`;

  return testProblem(command);
}

function testProblem(command: string): string | null {
  const found = Object.entries(FOLDERS).find(([prefix]) => command.startsWith(`${prefix} `));
  if (found === undefined) return 'an unknown kind of command';
  const [start, folder] = found;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`);
  const words = command.slice(start.length).trim().split(' ');
  const unmatched = words.filter((word) => !files.some((file) => file.includes(word)));

  return unmatched.length === 0 ? null : `no test is called ${unmatched.join(', ')}`;
}

/** The promises that have a section: all level-two headings but that of the table. */
function sections(): readonly string[] {
  return [...TEXT.matchAll(/^## (.+)$/gm)]
    .map(([, heading = '']) => heading)
    .filter((heading) => heading !== 'Figures');
}

describe('docs/trust.md', () => {
  test('has a figure for every promise, and a section with its limits for every figure', () => {
    const names = ROWS.map(({ promise }) => /^\[([^\]]+)\]/.exec(promise)?.[1]);

    expect(names).toEqual(sections());
    for (const section of TEXT.split(/^## /m).slice(2)) {
      expect(section).toContain('**By:**');
      expect(section).toContain('**Does not hold:**');
    }
  });

  test.each(ROWS.map((row) => [row.promise, row] as const))(
    '%s has a number, the day of its measurement, and a command that runs something',
    (_, { figure, measured, repeat }) => {
      expect(figure).toMatch(/\d/);
      expect(measured).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect([repeat, commandProblem(repeat)]).toEqual([repeat, null]);
    },
  );

  test('names only commands that run something in its text, too', () => {
    const commands = [...TEXT.matchAll(/`((?:npm run|npm test|npx tsx) [^`]+)`/g)].map(
      ([, command = '']) => command,
    );

    expect(commands.length).toBeGreaterThan(ROWS.length);
    expect(commands.filter((command) => commandProblem(command) !== null)).toEqual([]);
  });

  test('names commands that would fail when they run nothing', () => {
    expect(commandProblem('npm test -- no-such-test')).toBe('no test is called no-such-test');
    expect(commandProblem('npm run bench -- nothing')).toBe('no bench');
    expect(commandProblem('npx tsx scripts/nothing.ts')).toBe('there is no scripts/nothing.ts');
    expect(commandProblem('make')).toBe('an unknown kind of command');
  });
});
