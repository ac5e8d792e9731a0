import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runsOf, typed } from '../../support/command-line.ts';
import { projectDir } from '../../support/project-dir.ts';
import { type PageServer, startPages } from '../../support/page-server.ts';

const COMMAND = path.resolve('dist/bin/waywiser.cjs');

let server: PageServer;

beforeAll(async () => {
  server = await startPages({ '/': 'fine' });
});

afterAll(async () => server.close());

function project(): string {
  return projectDir({
    'journeys/one.journey.ts': journey('one'),
    'journeys/two.journey.ts': journey('two'),
  });
}

function journey(name: string): string {
  return `import { apiJourney, every } from 'waywiser';
export default apiJourney('${name}', { schedule: every('5m') }, async ({ http, step }) => {
  await step('ask', async () => { await http.get('${server.origin}/'); });
});
`;
}

/** Runs a command whose standard output loses its reader at once. */
async function unread(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  child.stdout.destroy();

  return new Promise<{ readonly code: number | null; readonly err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, err }));
  });
}

describe('waywiser run', () => {
  it('run() keeps its runs and its exit code when the output is closed', async () => {
    const cwd = project();

    const result = await unread(['run', '--base-url', server.origin], cwd);

    expect(result).toEqual({ code: 0, err: '' });
    const kept = await typed(['runs', 'two', '--json'], { cwd });
    expect(runsOf(kept).map(({ outcome }) => outcome)).toEqual(['passed']);
  });

  it('run() shows and keeps its runs and ends with code 3 when the JUnit file cannot be written', async () => {
    const cwd = project();

    const result = await typed(
      ['run', 'one', '--base-url', server.origin, '--junit', 'no/such/folder.xml'],
      { cwd },
    );

    expect(result.code).toBe(3);
    expect(result.out).toContain('✓ one');
    expect(result.err).toMatch(
      /^waywiser: Cannot write "no\/such\/folder\.xml" as --junit: (?:Error: )?ENOENT: [^\n]+\n$/,
    );
    const kept = await typed(['runs', 'one', '--json'], { cwd });
    expect(runsOf(kept)).toHaveLength(1);
  });
});

describe('waywiser dev', () => {
  it('dev() stops in order when the output is closed', async () => {
    const result = await unread(
      ['dev', '--json', '--no-dashboard', '--base-url', server.origin],
      project(),
    );

    expect(result).toEqual({ code: 0, err: '' });
  });
});
