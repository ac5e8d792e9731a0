import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { openEmbeddedStore } from '../../../lib/adapters/dynamodb/embedded.ts';
import { startLocalPlatform } from '../../../lib/core/platform/local-platform.ts';
import type { PlatformEvent } from '../../../lib/core/platform/platform-ports.ts';
import { runJourney } from '../../../lib/core/run/run-journey.ts';
import { systemClock } from '../../../lib/cli/frame/workspace.ts';
import { closer, listen } from '../../support/listening.ts';
import { planOf } from '../../support/attempt-requests.ts';
import { builtSandbox } from '../../support/sandboxes.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

/**
 * Many more than the workers that wait for their journey: nearly every run starts a process of its own,
 * which costs up to 0.5 s of CPU. On 2 slow cores this is less than half of what they can start in a
 * minute.
 */
const JOURNEYS = 100;
/** Of each minute's runs. */
const PATIENCE_MS = MINUTE_MS + 20_000;
/** Before the minute at which all runs are due. */
const LEAD_MS = 1_000;

/** This machine's clock, set forward to just before the next full minute on request. */
function settableClock() {
  let aheadMs = 0;

  function epochMs(): number {
    return Date.now() + aheadMs;
  }

  return {
    ...systemClock,
    epochMs,
    toNextMinute: () => {
      aheadMs += MINUTE_MS - LEAD_MS - (epochMs() % MINUTE_MS);
    },
  };
}

/** A target that answers as a small API does, after 20 ms. */
async function startTarget(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((_request, response) => {
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end('{"status":"ok"}');
    }, 20);
  });
  const port = await listen(server);

  return { url: `http://127.0.0.1:${port}`, close: closer(server) };
}

const BUNDLE = `
const { apiJourney, every, expect } = require('waywiser');
module.exports.default = apiJourney('health', { schedule: every('1m') }, async ({ http, step }) => {
  await step('ask', async () => {
    const response = await http.get('/health');
    expect(response.json()).toEqual({ status: 'ok' });
  });
});`;

test(`${JOURNEYS} API runs a minute do not fall behind their schedule`, async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'throughput-'));
  const target = await startTarget();
  const bundlePath = path.join(dir, 'health.cjs');
  writeFileSync(bundlePath, BUNDLE);
  const embedded = await openEmbeddedStore({ dir: path.join(dir, 'state') });
  const sandbox = builtSandbox('api', 8 * os.availableParallelism());
  const clock = settableClock();
  clock.toNextMinute();
  const ended: (PlatformEvent & { kind: 'run-recorded'; doneAtMs: number })[] = [];
  const platform = startLocalPlatform(
    {
      journeys: Array.from({ length: JOURNEYS }, (_, index) => ({
        bundlePath,
        plan: planOf({
          name: `health-${index}`,
          schedule: { kind: 'rate', everyMinutes: 1 },
          baseUrl: target.url,
        }),
      })),
      stage: 'dev',
      region: 'local',
      projectDir: dir,
      evidenceRoot: path.join(dir, 'evidence'),
      maintenance: [],
      width: { api: 8 * os.availableParallelism(), browser: 1 },
    },
    {
      clock,
      after,
      // So that the clock's being set is noticed at once.
      slotTimer: { after, maxWaitMs: LEAD_MS / 2 },
      run: async (ticket) =>
        runJourney(ticket, {
          sandbox,
          clock,
          nodeVersion: process.versions.node,
          secrets: { read: async () => '' },
        }),
      store: embedded.store,
      nodeVersion: process.versions.node,
      suffix: () => 'x',
      onEvent: (event) => {
        if (event.kind === 'run-recorded') ended.push({ ...event, doneAtMs: clock.epochMs() });
      },
    },
  );

  await untilEnded(JOURNEYS);
  clock.toNextMinute();
  await untilEnded(2 * JOURNEYS);
  await platform.stop();
  await sandbox.dispose();
  await embedded.close();
  await target.close();
  rmSync(dir, { recursive: true, force: true });

  const finishedAfterMs = ended
    .map(({ record, doneAtMs }) => doneAtMs - Date.parse(record.scheduledAt ?? ''))
    .toSorted((a, b) => a - b);
  const outcomes = new Set(ended.map(({ record }) => record.cause ?? record.outcome));
  process.stdout.write(
    `\n${ended.length} runs; recorded after their instant: median ${(finishedAfterMs[Math.floor(finishedAfterMs.length / 2)] ?? NaN).toFixed(0)} ms, last ${(finishedAfterMs.at(-1) ?? NaN).toFixed(0)} ms\n`,
  );
  expect([...outcomes]).toEqual(['passed']);
  expect(new Set(ended.map(({ record }) => record.runId)).size).toBe(2 * JOURNEYS);
  expect(finishedAfterMs.at(-1)).toBeLessThan(MINUTE_MS);

  async function untilEnded(count: number): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (ended.length < count && performance.now() < deadline) {
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
}, 240_000);

function after(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs);

  return () => clearTimeout(timer);
}
