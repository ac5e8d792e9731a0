import type { RunnableJourney, RunStore } from '../../core/ports.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';

/**
 * Slots in the future that ran, by journey: the clock was ahead then. One that was only found to be
 * missing has not come yet, and its run replaces that record.
 */
export async function slotsAhead(
  { journeys }: { readonly journeys: readonly RunnableJourney[] },
  store: Pick<RunStore, 'queryRuns'>,
  nowMs: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const since = new Date(nowMs).toISOString();
  const found = await Promise.all(
    journeys.map(async ({ plan: { name } }) => {
      const runs = await store.queryRuns({ journey: name, region: LOCAL_REGION, since });
      const slots = runs
        .filter(({ outcome }) => outcome !== 'missing')
        .flatMap(({ scheduledAt }) => scheduledAt ?? []);

      return [name, slots.map((slot) => Date.parse(slot))] as const;
    }),
  );

  return new Map(found);
}
