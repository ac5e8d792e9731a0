// A runner of its own process tree, for tests that freeze it: runs one journey again and again, prints a
// line when a body begins and one for each record.
//   node --import tsx frozen-runner.ts '{"kind":"api","bundlePath":…,"dir":…,"timeoutMs":2000,"runs":4}'
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import { runJourney } from '../../../lib/core/run/run-journey.ts';
import { planOf } from '../../support/attempt-requests.ts';
import { browserPlanOf } from '../../support/browser-attempt.ts';
import { builtSandbox } from '../../support/sandboxes.ts';

/** What the runner is to run. */
export interface RunnerOrder {
  readonly kind: JourneyKind;
  readonly bundlePath: string;
  readonly dir: string;
  readonly timeoutMs: number;
  readonly runs: number;
}

async function main(order: RunnerOrder): Promise<void> {
  const { kind, bundlePath, dir, timeoutMs, runs } = order;
  const sandbox = builtSandbox(kind, 1);
  await sandbox.warm();
  const plan = planOf({
    kind,
    timeoutMs,
    allowPrivate: true,
    browser: kind === 'browser' ? browserPlanOf() : null,
  });
  for (let index = 0; index < runs; index += 1) {
    const record = await runJourney(
      {
        runId: `example-local-${index}`,
        journey: { plan, bundlePath },
        stage: 'dev',
        region: 'local',
        scheduledAt: null,
        projectDir: dir,
        evidenceDir: null,
      },
      {
        sandbox,
        secrets: { read: async () => '' },
        clock: { epochMs: () => Date.now(), monotonicMs: () => performance.now() },
        nodeVersion: process.versions.node,
        onProgress: (progress) => {
          if (progress.kind === 'body-started') print({ kind: 'started' });
        },
      },
    );
    const { outcome, cause, error, attemptList, instrument } = record;
    print({ kind: 'record', outcome, cause, message: error?.message, attemptList, instrument });
  }
  await sandbox.dispose();
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

void main(JSON.parse(process.argv[2] ?? '{}'));
