import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptResult } from '../../lib/core/journey/attempt.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import { planOf, requestOf } from './attempt-requests.ts';
import { builtSandbox } from './sandboxes.ts';

/** A worker of the built product that runs checks. */
export interface AttemptedChecks {
  /** `check`: such as `tcpCheck('a', { … })`, as JavaScript. */
  run(
    check: string,
    plan?: Partial<JourneyPlan>,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<AttemptResult>;
  dispose(): Promise<void>;
}

/** Starts it; private addresses are allowed. */
export function attemptedChecks(): AttemptedChecks {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'checks-'));
  const sandbox = builtSandbox('api', 1);
  let serial = 0;

  return {
    run: async (check, plan = {}, secrets = {}) => {
      serial += 1;
      const bundlePath = path.join(dir, `check-${serial}.cjs`);
      writeFileSync(
        bundlePath,
        `const waywiser = require('waywiser');\nconst { every } = waywiser;\nmodule.exports.default = waywiser.${check};\n`,
      );

      return sandbox.attempt(
        requestOf({
          bundlePath,
          projectDir: dir,
          secrets,
          plan: planOf({
            kind: 'api',
            timeoutMs: 15_000,
            allowPrivate: true,
            baseUrl: null,
            ...plan,
          }),
        }),
      );
    },
    dispose: async () => {
      await sandbox.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
