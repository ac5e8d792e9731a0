import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import type { Finding } from '../../../lib/core/trends/finding.ts';
import { waywiser } from '../../support/command-line.ts';
import { freePort } from '../../support/hostile-server.ts';
import { projectDir } from '../../support/project-dir.ts';

/** A day in five seconds. */
const SCALE = 17_280;
const PATIENCE_MS = 200_000;
const TEST_MS = 240_000;
const HOURS_PER_DAY = 24;

/** What the shop takes to answer an order at first, and by how much of it that grows. */
const DELAY_MS = 60;
const PERCENT_PER_HOUR = 0.2;
const INJECTED_MS_PER_DAY = DELAY_MS * (PERCENT_PER_HOUR / 100) * HOURS_PER_DAY;

/** A line of `waywiser dev --json`. */
type Output = RunRecord | { readonly finding: Finding };

let dev: ChildProcess | null = null;

afterEach(() => {
  dev?.kill('SIGKILL');
});

/** The demo shop and the journey that orders there, in a folder of their own. */
async function demo(): Promise<string> {
  const port = await freePort();
  const shop = path.resolve('dist/examples/shop.cjs');
  const address = `http://127.0.0.1:${port}`;

  return projectDir({
    'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({
  baseUrls: { dev: '${address}' },
  localTarget: { command: 'node ${shop} --port ${port}', url: '${address}/api/health' },
});
`,
    'journeys/api-order.journey.ts': readFileSync('journeys/api-order.journey.ts', 'utf8'),
  });
}

function startDev(cwd: string): ChildProcess {
  const drift = { route: '/api/orders', percentPerHour: PERCENT_PER_HOUR };
  // So much that it does not matter how busy this machine is: that differs from day to day as well.
  const jitterPercent = 50;
  const knobs = { delayMs: { '/api/orders': DELAY_MS }, jitterPercent, drift };
  const words = ['dev', '--json', '--time-scale', String(SCALE)];

  return spawn(process.execPath, [path.resolve('dist/bin/waywiser.cjs'), ...words], {
    cwd,
    env: { ...process.env, SHOP_KNOBS: JSON.stringify(knobs) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The output of dev until it detects a drift of a metric; its error output if it does not. */
async function untilDrift(
  child: ChildProcess,
  metric: string,
): Promise<{ readonly runs: readonly RunRecord[]; readonly finding: Finding }> {
  if (child.stdout === null || child.stderr === null) throw new Error('dev has no output');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const runs: RunRecord[] = [];
  const late = setTimeout(() => child.kill('SIGINT'), PATIENCE_MS);
  try {
    for await (const line of readline.createInterface({ input: child.stdout })) {
      const output: Output = JSON.parse(line);
      if (!('finding' in output)) runs.push(output);
      else if (output.finding.metric === metric && output.finding.subject.kind === 'drift') {
        return { runs, finding: output.finding };
      }
    }
  } finally {
    clearTimeout(late);
  }
  throw new Error(`dev found no drift of ${metric} in ${runs.length} runs. It said: ${said}`);
}

async function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('close', resolve);
    child.kill('SIGINT');
    child.stdout?.resume();
  });
}

test(
  'waywiser dev in compressed time reports the drift of the demo shop, its rate, and the step that carries it',
  async () => {
    const cwd = await demo();
    dev = startDev(cwd);

    const { runs, finding } = await untilDrift(dev, 'step:order');
    const code = await ended(dev);

    expect(code).toBe(0);
    expect(finding).toMatchObject({ journey: 'api-order', region: 'local', resolved: null });
    if (finding.subject.kind !== 'drift') throw new Error('a finding of another kind');
    const { slopePerDay, days } = finding.subject.drift;
    process.stdout.write(
      `\nfound after ${days} compressed days: ${slopePerDay.value.toFixed(2)} ms a day (95%: ${slopePerDay.low.toFixed(2)} to ${slopePerDay.high.toFixed(2)}); injected: ${INJECTED_MS_PER_DAY.toFixed(2)}\n`,
    );
    // Twice the interval: a true one of 95% would be missed by one run of this test in twenty.
    const wide = slopePerDay.high - slopePerDay.low;
    expect(Math.abs(slopePerDay.value - INJECTED_MS_PER_DAY)).toBeLessThanOrEqual(wide);
    expect(slopePerDay.low).toBeGreaterThan(0);
    expect(finding.explanation?.decomposition?.steps[0]?.step).toBe('order');
    expect(runs.some(({ log }) => log[0]?.text.startsWith('Compressed time: '))).toBe(true);

    const state = { WAYWISER_STATE: '.waywiser/compressed' };
    const trends = await waywiser(['trends', 'api-order', '--metric', 'step:order'], {
      cwd,
      env: state,
    });
    expect(trends.err).toContain('Timestamps are simulated, durations are measured.');
    // Where this machine became slower on the way, the last hours may not be enough for the drift itself.
    expect(trends.out).toMatch(/^ {2}history +drift: found on \d+ \w+/m);
    expect(trends.out).not.toContain('step:order in local is steady');
    const real = await waywiser(['runs', '--json'], { cwd });
    expect(JSON.parse(real.out)).toMatchObject({ series: [] });
  },
  TEST_MS,
);
