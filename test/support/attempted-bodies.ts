import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptRequest, AttemptResult } from '../../lib/core/journey/attempt.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { JourneyKind } from '../../lib/core/record/run-record.ts';
import type { WorkerSandbox } from '../../lib/runner/sandbox.ts';
import { apiBundle } from './api-bundle.ts';
import { planOf, requestOf } from './attempt-requests.ts';
import { browserPlanOf } from './browser-attempt.ts';
import { builtSandbox } from './sandboxes.ts';

const TIMEOUT_MS = 15_000;

/** Attempts on a machine that is too busy to conclude anything. */
const MAX_STALLED = 60;

/** Runs an attempt again as long as the monitor itself was too busy to say how it ended. */
async function untilAwake(sandbox: WorkerSandbox, request: AttemptRequest): Promise<AttemptResult> {
  let result = await sandbox.attempt(request);
  for (let count = 1; result.cause === 'monitor.stalled' && count < MAX_STALLED; count += 1) {
    result = await sandbox.attempt(request);
  }

  return result;
}

/** A worker of the built product that runs bodies, given as JavaScript. */
export interface AttemptedBodies {
  run(body: string, timeoutMs?: number): Promise<AttemptResult>;
  /** Two runs of one body, in one process. */
  twice(body: string): Promise<readonly AttemptResult[]>;
  dispose(): Promise<void>;
}

/** Starts it for one kind of journey; the base URL of each body is `origin`. */
export function attemptedBodies(
  kind: JourneyKind,
  origin: () => string | null,
  changes: Partial<JourneyPlan> = {},
): AttemptedBodies {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'bodies-'));
  const sandbox = builtSandbox(kind, 1);
  let serial = 0;

  function request(body: string, timeoutMs: number): AttemptRequest {
    serial += 1;
    const bundlePath = apiBundle(dir, { name: 'example', body, file: `body-${serial}`, kind });
    const plan = planOf({
      kind,
      timeoutMs,
      baseUrl: origin(),
      browser: kind === 'browser' ? browserPlanOf() : null,
      ...changes,
    });

    return requestOf({ bundlePath, projectDir: dir, plan });
  }

  return {
    run: async (body, timeoutMs = TIMEOUT_MS) => untilAwake(sandbox, request(body, timeoutMs)),
    twice: async (body) => {
      const same = request(body, TIMEOUT_MS);

      return [await sandbox.attempt(same), await sandbox.attempt(same)];
    },
    dispose: async () => {
      await sandbox.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
