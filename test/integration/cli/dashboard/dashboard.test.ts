import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { eventually } from '../../../support/eventually.ts';
import { closer, listen } from '../../../support/listening.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';
import { ask } from '../../../support/web-request.ts';

const COMMAND = path.resolve('dist/bin/waywiser.cjs');
const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('checkout', { schedule: every('5m') }, async ({ http }) => {
  await http.get('http://127.0.0.1/');
});
`;
const START_DEADLINE_MS = 20_000;

const children: ChildProcess[] = [];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const close of closing.splice(0)) await close();
});

/** A dashboard that runs in a folder, and what it says. */
function start(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [COMMAND, 'dashboard', ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });

  return { child, said, ended };
}

/** Where it says that it serves. */
async function portOf({ said }: ReturnType<typeof start>): Promise<number> {
  const [, port] = await eventually('it serves', START_DEADLINE_MS, () =>
    /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said.out),
  );

  return Number(port);
}

function project(): string {
  return projectDir({ 'journeys/checkout.journey.ts': JOURNEY });
}

async function keep(cwd: string): Promise<string> {
  const nowMs = Math.floor(Date.now() / 300_000) * 300_000;
  const run = runRecord({ region: 'local', scheduledAt: new Date(nowMs).toISOString() });
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  await embedded.store.putRun(run);
  await embedded.close();

  return run.runId;
}

describe('waywiser dashboard', () => {
  it('waywiser dashboard serves pages until Ctrl-C, prints its address as JSON, and creates no store', async () => {
    const cwd = project();
    const dashboard = start(['--json', '--port', '0'], cwd);

    const port = await portOf(dashboard);
    const overview = await ask(port, '/overview');
    const json = await ask(port, '/overview.json');
    dashboard.child.kill('SIGINT');

    expect(await dashboard.ended).toBe(0);
    expect(JSON.parse(dashboard.said.out)).toEqual({
      url: `http://127.0.0.1:${port}/`,
      pid: dashboard.child.pid,
    });
    expect(overview.status).toBe(200);
    expect(overview.text).toContain('None of these journeys has run on this machine yet.');
    expect(JSON.parse(json.text)).toMatchObject({
      kind: 'overview',
      stage: 'dev',
      source: 'local',
    });
    expect(dashboard.said.err).toBe('');
    expect(existsSync(path.join(cwd, '.waywiser/db'))).toBe(false);
  });

  it('waywiser dashboard shows new runs while it serves', async () => {
    const cwd = project();
    const dashboard = start(['--port', '0'], cwd);
    const port = await portOf(dashboard);
    const before = await ask(port, '/runs/checkout/local/checkout-local-20260101T000000Z');

    const runId = await keep(cwd);
    const after = await ask(port, `/runs/checkout/local/${runId}.json`);
    dashboard.child.kill('SIGTERM');

    expect(before.status).toBe(404);
    expect(JSON.parse(after.text)).toMatchObject({ kind: 'run', record: { runId } });
    expect(await dashboard.ended).toBe(0);
  });

  it('waywiser dashboard analyses trends when that was not done, and prints so', async () => {
    const cwd = project();
    await keep(cwd);

    const dashboard = start(['--port', '0'], cwd);
    await eventually('it has analysed trends', START_DEADLINE_MS, () =>
      dashboard.said.err.includes('waywiser: analysed '),
    );
    dashboard.child.kill('SIGINT');
    await dashboard.ended;
    const again = start(['--port', '0'], cwd);
    const page = await ask(await portOf(again), '/overview');
    again.child.kill('SIGINT');
    await again.ended;

    expect(dashboard.said.err).toMatch(
      /^waywiser: the trends of some regions were not analysed within the last day; analysing in the background\nwaywiser: analysed \d+ series: no new findings, 0 open\n$/,
    );
    expect(page.status).toBe(200);
    expect(again.said.err).toBe('');
  });

  it('waywiser dashboard --port fails when the port is in use, with what to do', async () => {
    const taken = createServer();
    closing.push(closer(taken));
    const port = await listen(taken);

    const dashboard = start(['--port', String(port)], project());

    expect(await dashboard.ended).toBe(2);
    expect(dashboard.said.err).toBe(
      `waywiser: Cannot serve on port ${port} of 127.0.0.1: it is in use; expected a free port that you may use, such as --port 0 for any\n`,
    );
  });

  it.each([['http'], ['65536'], ['-1'], ['4180.5']])(
    'waywiser dashboard rejects --port %s',
    async (port) => {
      const dashboard = start([`--port=${port}`], project());

      expect(await dashboard.ended).toBe(2);
      expect(dashboard.said.err).toContain(`Cannot read --port "${port}"; expected a port from 0`);
    },
  );

  it('waywiser dashboard prints the problems of the project', async () => {
    const cwd = projectDir({ 'journeys/a.journey.ts': 'export default 1;' });

    const dashboard = start([], cwd);

    expect(await dashboard.ended).toBe(2);
    expect(dashboard.said.err).toContain('journeys/a.journey.ts');
  });
});
