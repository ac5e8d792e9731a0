import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { waywiser } from '../../support/command-line.ts';
import { loadFiles, problemLines } from '../../support/project-dir.ts';

interface Document {
  readonly name: string;
  readonly text: string;
}

const DOCUMENTS: readonly Document[] = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((name) => ({ name, text: readFileSync(name, 'utf8') }));

/** What all documents hold that the pattern finds, with the document's name. */
function found(pattern: RegExp): readonly (readonly [document: string, found: string])[] {
  return DOCUMENTS.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map((match) => [name, match[1] ?? ''] as const),
  );
}

/** The anchor that a heading has on the usual hosts. */
function anchor(heading: string): string {
  const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '');

  return words.trim().replaceAll(' ', '-');
}

/** Every command of the command line, as they are declared. */
const COMMANDS = readdirSync('lib/cli/commands')
  .flatMap((name) => [
    ...readFileSync(`lib/cli/commands/${name}`, 'utf8').matchAll(
      /subcommand\(program, '([a-z]+)'\)/g,
    ),
  ])
  .map(([, command = '']) => command);

const helpTexts = new Map<string, Promise<string>>();

/** What `waywiser COMMAND --help` prints; asked once for each command. */
async function help(command: readonly string[]): Promise<string> {
  const words = command.join(' ');
  const asked =
    helpTexts.get(words) ??
    waywiser([...command, '--help'], { cwd: process.cwd() }).then(({ out }) => out);
  helpTexts.set(words, asked);

  return await asked;
}

describe('documents', () => {
  it.each(found(/\]\(([^)\s]+)\)/g).filter(([, link]) => !/^[a-z]+:/.test(link)))(
    '%s links to %s, which is there',
    (document, link) => {
      const [file = '', fragment = ''] = link.split('#');
      const target = file === '' ? document : path.join(path.dirname(document), file);

      expect(existsSync(target)).toBe(true);
      const headings = readFileSync(target, 'utf8').match(/^#+ .*$/gm) ?? [];
      expect(['', ...headings.map(anchor)]).toContain(fragment === '' ? '' : fragment);
    },
  );

  it.each(found(/^```ts\n(.*?)^```$/gms).filter(([, code]) => code.includes('Journey(')))(
    '%s shows a journey that is valid: %s',
    async (_document, code) => {
      const [, name = ''] = /Journey\(\s*'([^']+)'/.exec(code) ?? [];

      const project = await loadFiles({ [`journeys/${name}.journey.ts`]: code });

      expect(problemLines(project)).toEqual([]);
      expect(project.journeys.map(({ plan }) => plan.name)).toEqual([name]);
    },
  );

  it.each(found(/^```ts\n(.*?)^```$/gms).filter(([, code]) => code.includes('defineConfig(')))(
    '%s shows a configuration that is valid: %s',
    async (_document, code) => {
      const project = await loadFiles({
        'waywiser.config.ts': code,
        'journeys/a.journey.ts': journeyOn("every('5m')"),
      });

      expect(problemLines(project)).toEqual([]);
    },
  );

  it.each(found(/^\| `((?:every|rate|cron)\(.*?\))` /gm))(
    '%s shows a schedule that is valid: %s',
    async (_document, schedule) => {
      const project = await loadFiles({ 'journeys/a.journey.ts': journeyOn(schedule) });

      expect(problemLines(project)).toEqual([]);
    },
  );

  it.each(
    found(new RegExp(`waywiser (?:-- )?((?:${COMMANDS.join('|')})(?![\\w-])[^\`\n#]*)`, 'g')),
  )('%s shows a command that exists: %s', async (_document, line) => {
    const [command = '', ...words] = line.trim().split(/\s+/);
    const called = words[0] === 'backtest' ? [command, 'backtest'] : [command];

    const known = await help(called);

    const options = words.filter((word) => word.startsWith('--'));
    expect(known).toContain(`Usage: waywiser ${called.join(' ')} `);
    for (const option of options) expect(known).toContain(`${option} `);
  });

  it('know every command', () => {
    expect(COMMANDS).toEqual(expect.arrayContaining(['run', 'dev', 'trends', 'invoke']));
  });

  it('name only options that a command has', async () => {
    const known = await Promise.all(
      [...COMMANDS.map((each) => [each]), ['alarms', 'backtest']].map(help),
    );
    const options = found(/`(--[a-z-]+)(?: [A-Z]+)*`/g).filter(
      // The shop is a program of its own; what deploying types is looked at in deploy.test.ts.
      ([document]) => !['docs/shop.md', 'docs/deploy.md'].includes(document),
    );

    const unknown = options.filter(([, option]) => !known.join('\n').includes(`${option} `));

    expect(options.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });

  it('name only scripts that the package has', () => {
    const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync('package.json', 'utf8'),
    );
    const named = found(/npm run ([\w:]+)/g);

    const unknown = named.filter(([, script]) => !Object.hasOwn(scripts, script));

    expect(named.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });
});

function journeyOn(schedule: string): string {
  return `import { apiJourney, cron, every, rate } from 'waywiser';
export default apiJourney('a', { schedule: ${schedule} }, ({ log }) => log(cron, every, rate));
`;
}
