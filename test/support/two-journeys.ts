import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptRequest, AttemptResult } from '../../lib/core/journey/attempt.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { WorkerSandbox } from '../../lib/runner/sandbox.ts';
import { apiBundle } from './api-bundle.ts';
import { planOf, requestOf } from './attempt-requests.ts';
import { builtSandbox } from './sandboxes.ts';

/** The secret of the journey that is not hostile. */
export const NEIGHBOUR_SECRET = 'hunter2-of-the-neighbour';

/** Two journeys in one sandbox: one that attacks, and one that runs after it. */
export interface TwoJourneys {
  readonly dir: string;
  readonly sandbox: WorkerSandbox;
  /** Runs a body of the hostile journey, given as JavaScript. The same body again runs in the same worker. */
  attack(body: string, changes?: AttackChanges): Promise<AttemptResult>;
  /** Runs the other journey, which reads its secret, takes one step and returns what its worker is like. */
  neighbour(): Promise<AttemptResult>;
  dispose(): Promise<void>;
}

interface AttackChanges {
  readonly plan?: Partial<JourneyPlan>;
  readonly request?: Partial<AttemptRequest>;
  readonly onProgress?: (kind: string) => void;
}

const NEIGHBOUR = `
  await step('log in as ' + secret('login'), () => { expect(secret('login').length).toBe(24); });
  log('own pid ' + process.pid);`;

/** Opens a sandbox with both journeys; `maxWorkers` is 1 unless given. */
export function twoJourneys(maxWorkers = 1): TwoJourneys {
  const dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'two-journeys-')));
  const sandbox = builtSandbox('api', maxWorkers);
  const neighbourPath = apiBundle(dir, { name: 'neighbour', body: NEIGHBOUR });
  const bundles = new Map<string, string>();

  return {
    dir,
    sandbox,
    attack: async (body, { plan = {}, request = {}, onProgress = () => undefined } = {}) => {
      const file = bundles.get(body) ?? `hostile-${bundles.size}`;
      bundles.set(body, file);
      const bundlePath = apiBundle(dir, { name: 'hostile', body, file });
      const own = requestOf({
        bundlePath,
        projectDir: dir,
        plan: planOf({ name: 'hostile', timeoutMs: 2_000, ...plan }),
        ...request,
      });

      return sandbox.attempt(own, ({ kind }) => onProgress(kind));
    },
    neighbour: async () =>
      sandbox.attempt(
        requestOf({
          bundlePath: neighbourPath,
          projectDir: dir,
          plan: planOf({ name: 'neighbour', secrets: ['login'], timeoutMs: 20_000 }),
          secrets: { login: NEIGHBOUR_SECRET },
        }),
      ),
    dispose: async () => {
      await sandbox.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What a run of the other journey is, whatever happened before. */
export const CLEAN_RUN = {
  outcome: 'passed',
  cause: null,
  error: null,
  checks: 1,
  steps: [{ name: 'log in as [secret]', outcome: 'passed' }],
};
