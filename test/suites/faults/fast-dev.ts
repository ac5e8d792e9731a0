import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { closer, listen } from '../../support/listening.ts';
import { projectDir } from '../../support/project-dir.ts';

const FAST_MINUTES = path.resolve('test/suites/faults/fast-minutes.cjs');

/** A project of API journeys, each every minute, and their target. */
export async function devProject(
  journeys: number,
): Promise<{ readonly cwd: string; readonly close: () => Promise<void> }> {
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"ok"}');
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const config = `export default { stage: 'dev', baseUrls: { dev: '${url}' }, allowPrivate: ['127.0.0.1'] };`;
  const files = Array.from({ length: journeys }, (_, index) => [
    `journeys/health-${index}.journey.ts`,
    journey(index),
  ]);
  const cwd = projectDir({ 'waywiser.config.ts': config, ...Object.fromEntries(files) });

  return { cwd, close: closer(server) };
}

function journey(index: number): string {
  return `import { apiJourney, every, expect } from 'waywiser';
export default apiJourney('health-${index}', { schedule: every('1m') }, async ({ http, step }) => {
  await step('ask', async () => {
    const response = await http.get('/health');
    expect(response.json()).toEqual({ status: 'ok' });
  });
});`;
}

/**
 * Starts `waywiser dev` in a process group of its own, with a clock of which a minute takes `stepMs`
 * of real time from the instant `fromMs` on.
 */
export function startDev(
  cwd: string,
  { stepMs, fromMs }: { readonly stepMs: number; readonly fromMs: number },
): ChildProcess {
  return spawn(
    process.execPath,
    [path.resolve('dist/bin/waywiser.cjs'), 'dev', '--json', '--dashboard-port', '0'],
    {
      cwd,
      detached: true,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_OPTIONS: `--require ${FAST_MINUTES}`,
        WAYWISER_STEP_MS: String(stepMs),
        WAYWISER_STEPS_FROM: String(fromMs),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}
