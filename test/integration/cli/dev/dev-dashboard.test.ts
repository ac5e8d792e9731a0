import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { eventually } from '../../../support/eventually.ts';
import { closer, listen } from '../../../support/listening.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { ask, readEvents } from '../../../support/web-request.ts';

const JOURNEY = `import { apiJourney, every, expect } from 'waywiser';
export default apiJourney('visit', { schedule: every('1m'), allowPrivate: true }, async ({ http }) => {
  expect((await http.get('/')).status).toBe(200);
});
`;
const DEADLINE_MS = 20_000;

let target: http.Server;
let close: () => Promise<void>;
let origin: string;
let child: ChildProcess | null = null;

beforeAll(async () => {
  target = http.createServer((_request, response) => response.end('hello'));
  close = closer(target);
  origin = `http://127.0.0.1:${await listen(target)}`;
});

afterEach(() => {
  child?.kill('SIGKILL');
});

afterAll(async () => {
  await close();
});

/** `waywiser dev` in a project with one journey, and what it says. */
function dev(args: readonly string[]) {
  const words = ['dev', '--base-url', origin, ...args];
  const running = spawn(process.execPath, [path.resolve('dist/bin/waywiser.cjs'), ...words], {
    cwd: projectDir({ 'journeys/visit.journey.ts': JOURNEY }),
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  const said = { out: '', err: '' };
  running.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  running.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => {
    running.once('close', resolve);
  });

  return { running, said, ended };
}

async function portIn(text: () => string): Promise<number> {
  const [, port] = await eventually('it says where', DEADLINE_MS, () =>
    /dashboard http:\/\/127\.0\.0\.1:(\d+)\//.exec(text()),
  );

  return Number(port);
}

describe('waywiser dev', () => {
  it('serves the dashboard, publishes runs to open pages, and stops while pages are open', async () => {
    const { running, said, ended } = dev(['--dashboard-port', '0', '--json']);
    const port = await portIn(() => said.err);
    const reader = await readEvents(port, { path: '/live', headers: { 'last-event-id': '-0' } });

    await eventually('a run is recorded', DEADLINE_MS, () => said.out.includes('"runId"'));
    const { runId } = JSON.parse(said.out.split('\n')[0] ?? '');
    const page = await ask(port, `/runs/visit/local/${runId}`);
    const overview = await ask(port, '/overview');
    running.kill('SIGINT');

    expect(await ended).toBe(0);
    await reader.ended;
    expect(reader.text()).toMatch(/event: (run|lost)\n/);
    expect(page.status).toBe(200);
    expect(page.text).toContain('data-live="/live"');
    expect(overview.text).toContain('visit');
  });

  it('serves on the next port where one is taken, and says so', async () => {
    const taken = Number(new URL(origin).port);
    const { running, said, ended } = dev(['--dashboard-port', String(taken), '--no-first-run']);

    const port = await portIn(() => said.out);
    running.kill('SIGINT');
    await ended;

    expect(port).toBeGreaterThan(taken);
    expect(said.err).toBe(
      `waywiser: port ${taken} is taken; the dashboard is at http://127.0.0.1:${port}/\n`,
    );
  });

  it('says that alarms are not evaluated in compressed time', async () => {
    const { running, said, ended } = dev(['--dashboard-port', '0', '--time-scale', '1440']);
    const port = await portIn(() => said.out);

    await eventually('a run is recorded', DEADLINE_MS, () => /✓ visit/.test(said.out));
    const page = await ask(port, '/journeys/visit');
    running.kill('SIGINT');
    await ended;

    expect(page.text).toContain('not evaluated in compressed time');
  });

  it('serves none where none is wanted', async () => {
    const { running, said, ended } = dev(['--no-dashboard', '--no-first-run']);

    await eventually('it runs', DEADLINE_MS, () => said.out.includes('Ctrl-C stops'));
    running.kill('SIGINT');

    expect(await ended).toBe(0);
    expect(said.out).not.toContain('dashboard');
  });
});
