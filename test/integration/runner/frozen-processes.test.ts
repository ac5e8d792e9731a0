import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import { descendantsOf } from '../../../lib/runner/own-processes.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { browserPlanOf } from '../../support/browser-attempt.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';
import { builtSandbox } from '../../support/sandboxes.ts';

let dir = '';
let server: TestServer;

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'frozen-'));
  server = await startServer((_request, response) => {
    setTimeout(() => response.end('<h1>Shop</h1>'), 100);
  });
});

afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs requests of a healthy target until the time-out; `freeze` is called when the body begins. */
async function attempt(kind: JourneyKind, freeze: () => void): Promise<AttemptResult> {
  const bundlePath = path.join(dir, `${kind}.cjs`);
  const call = kind === 'api' ? 'http.get' : 'page.goto';
  writeFileSync(
    bundlePath,
    `const { ${kind}Journey, every } = require('waywiser');
module.exports.default = ${kind}Journey('example', { schedule: every('5m') }, async ({ http, page }) => {
  for (;;) await ${call}('${server.origin}/');
});`,
  );
  const browser = kind === 'browser' ? browserPlanOf() : null;
  const plan = planOf({ kind, timeoutMs: 4_000, allowPrivate: true, browser });
  const sandbox = builtSandbox(kind, 1);
  try {
    return await sandbox.attempt(
      requestOf({ bundlePath, projectDir: dir, plan }),
      ({ kind: what }) => {
        if (what === 'body-started') freeze();
      },
    );
  } finally {
    await sandbox.dispose();
  }
}

/**
 * Stops the children of this process that are new, or what descends from them. Others, such as a compiler's
 * service, would stay stopped and keep the test runner waiting.
 */
function stop(which: 'workers' | 'browsers', earlier: ReadonlySet<number>): void {
  const all = descendants().filter((pid) => !earlier.has(pid));
  const deeper = new Set(all.flatMap((pid) => descendantsOf(pid).map((each) => each.pid)));
  for (const pid of all) {
    if (deeper.has(pid) === (which === 'browsers')) process.kill(pid, 'SIGSTOP');
  }
}

function descendants(): readonly number[] {
  return descendantsOf(process.pid).map(({ pid }) => pid);
}

test.each([
  { kind: 'api', which: 'workers', cause: 'monitor.stalled' },
  // Asked at the deadline, a browser that is stopped does not answer.
  { kind: 'browser', which: 'browsers', cause: 'monitor.browser' },
] as const)(
  'a frozen part of the monitor is not blamed on the target or the journey: $which',
  async ({ kind, which, cause }) => {
    const earlier = new Set(descendants());
    const result = await attempt(kind, () => stop(which, earlier));

    expect(result).toMatchObject({
      outcome: 'errored',
      cause,
      instrument: { stalledBy: 'stopped', off: expect.arrayContaining(['stalled']) },
    });
  },
);
