import * as fc from 'fast-check';
import {
  bestOf,
  byRun,
  counts,
  isOf,
  isReport,
  play,
  SAFE_CRASH,
  samplesOf,
  scenarios,
  sums,
  textOf,
  UNSAFE_CRASH,
} from './recorder-scenarios.ts';

const SEED = 20261122;

/**
 * Whatever the queue does with messages, and wherever recorders die before CloudWatch accepts: each
 * run's item is the best record that was delivered, and its metrics are published once.
 */
export async function checkExactlyOnce(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(scenarios(SAFE_CRASH), async (scenario) => {
      const { world, delivered } = await play(scenario);

      for (const [runId, messages] of byRun(delivered)) {
        const kept = world.items.get(runId);
        expect(bestOf(messages).map(textOf)).toContain(JSON.stringify(kept?.record));
        expect(kept?.leaseUntilMs).toBeNull();
        const expected = kept === undefined ? [] : samplesOf(kept.record);
        const found = world.published.filter((sample) => isOf(sample, kept?.record));
        // Of a report that was old before the run's record came, the slot has counted as errored.
        const isLate = !scenario.prompt && messages.some(isReport);
        expect(sums(found, isLate)).toEqual(sums(expected, isLate));
      }
    }),
    { numRuns, seed: SEED },
  );
}

/**
 * Where recorders die after CloudWatch accepted and before that is noted: the table is as exact, no
 * metric is lost, and none is published more often than recorders died.
 */
export async function checkAtLeastOnce(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(scenarios(UNSAFE_CRASH), async (scenario) => {
      const { world, delivered, crashes } = await play(scenario);

      for (const [runId, messages] of byRun(delivered)) {
        const kept = world.items.get(runId);
        expect(bestOf(messages).map(textOf)).toContain(JSON.stringify(kept?.record));
        const found = counts(world.published.filter((sample) => isOf(sample, kept?.record)));
        const expected = kept === undefined ? [] : samplesOf(kept.record);
        for (const [name, count] of counts(expected)) {
          const times = found.get(name) ?? 0;
          expect(times).toBeGreaterThanOrEqual(count);
          expect(times).toBeLessThanOrEqual(count * (1 + crashes));
        }
      }
    }),
    { numRuns, seed: SEED },
  );
}
