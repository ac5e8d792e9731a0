import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { floodWatch } from '../../../lib/runner/flood-watch.ts';
import { descendantsOf } from '../../../lib/runner/own-processes.ts';

/** A worker that reads what its browser writes, and then says so. */
function worker(browser: string): ChildProcess {
  const script = `
    const browser = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(browser)}]);
    let bytes = 0;
    browser.stdout.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes >= 3e6) process.stdout.write('taken in');
    });
    browser.stderr.once('data', () => process.stdout.write('started'));
    process.stdin.on('data', (order) => browser.stdin.write(order));
    process.on('exit', () => browser.kill());
    globalThis.readMuch = () => {
      require('node:fs').readFileSync(process.execPath);
      process.stdout.write('read');
    };
    process.on('SIGUSR2', globalThis.readMuch);
  `;

  return spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
}

const FLOODING = `
  process.stderr.write('ready');
  process.stdin.on('data', () => { for (let n = 0; n < 30; n += 1) process.stdout.write('x'.repeat(1e5)); });
`;

describe('floodWatch()', () => {
  let child: ChildProcess;

  beforeEach(async () => {
    child = worker(FLOODING);
    await said('started');
  });

  afterEach(() => {
    child.kill('SIGKILL');
  });

  async function said(word: string): Promise<void> {
    let text = '';
    while (!text.includes(word)) {
      const [chunk] = await once(child.stdout ?? child, 'data');
      text += String(chunk);
    }
  }

  function watchOf(pids: () => readonly number[]): ReturnType<typeof floodWatch> {
    return floodWatch(child.pid, pids);
  }

  function browserPids(): readonly number[] {
    return descendantsOf(child.pid).map(({ pid }) => pid);
  }

  test('sees what a browser sends its worker', async () => {
    const watch = watchOf(browserPids);
    watch.begin();
    const before = watch.isFlooded();
    child.stdin?.write('flood');
    await said('taken in');

    expect([before, watch.isFlooded()]).toEqual([false, true]);
  });

  test('counts nothing from before its beginning', async () => {
    const watch = watchOf(browserPids);
    child.stdin?.write('flood');
    await said('taken in');
    watch.begin();

    expect(watch.isFlooded()).toBe(false);
  });

  test('is not misled by files that a worker reads', async () => {
    const watch = watchOf(browserPids);
    watch.begin();
    child.kill('SIGUSR2');
    await said('read');

    expect(watch.isFlooded()).toBe(false);
  });

  test('sees no flood where there is no browser', async () => {
    const watch = watchOf(() => []);
    watch.begin();
    child.stdin?.write('flood');
    await said('taken in');

    expect(watch.isFlooded()).toBe(false);
  });
});
