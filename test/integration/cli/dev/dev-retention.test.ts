import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { startRetention } from '../../../../lib/cli/dev/dev-retention.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { eventually } from '../../../support/eventually.ts';
import { runRecord } from '../../../support/run-records.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const SERIES = { journey: 'shop', region: 'local' };
const NOW_MS = Date.UTC(2026, 10, 30);
const RETENTION = { runsMs: 10 * DAY_MS, evidenceMs: 5 * DAY_MS };

/** A store with a run and its evidence for each of the last days, and a retention that waits for its first pass. */
async function storeOf(days: number) {
  const dir = await temporaryDir();
  const stores = await openEmbeddedStore({ dir: dir.path, retentionDays: 10 });
  const evidenceRoot = path.join(dir.path, 'evidence');
  const ids: string[] = [];
  for (let day = 0; day < days; day += 1) {
    const scheduledAt = new Date(NOW_MS - day * DAY_MS - MINUTE_MS).toISOString();
    const record = runRecord({ ...SERIES, scheduledAt });
    await stores.store.putRun(record);
    ids.push(record.runId);
    mkdirSync(path.join(evidenceRoot, record.runId), { recursive: true });
    writeFileSync(path.join(evidenceRoot, record.runId, 'console.json'), '[]');
  }
  const clock = manualClock(NOW_MS);
  const notices: string[] = [];
  const retention = startRetention(
    {
      stores,
      paths: { evidenceRoot },
      project: { config: { retention: RETENTION } },
      time: { clock, scale: 1 },
      after: clock.after,
    },
    (text) => void notices.push(text),
  );

  return {
    stores,
    clock,
    notices,
    ids,
    evidenceRoot,
    runs: async () => (await stores.store.queryRuns(SERIES)).map(({ runId }) => runId),
    hasEvidence: (runId: string) => existsSync(path.join(evidenceRoot, runId)),
    close: async () => {
      await retention.stop();
      await stores.close();
      await dir.remove();
    },
  };
}

describe('startRetention()', () => {
  it('startRetention() deletes runs and evidence when they have expired, and nothing else', async () => {
    const { stores, clock, notices, ids, evidenceRoot, runs, hasEvidence, close } =
      await storeOf(14);
    mkdirSync(path.join(evidenceRoot, 'of-a-colleague'));
    const at = new Date(NOW_MS - 100 * DAY_MS).toISOString();
    const note = { at, journey: 'shop', text: 'v2', kind: 'deploy', by: null } as const;
    await stores.annotations.putAnnotation(note);

    await clock.advance(MINUTE_MS);

    await eventually('evidence is deleted', 10_000, () => !hasEvidence(ids[5] ?? ''));
    expect(await runs()).toEqual(ids.slice(0, 10));
    expect(ids.filter(hasEvidence)).toEqual(ids.slice(0, 5));
    expect(hasEvidence('of-a-colleague')).toBe(true);
    const range = { since: at, until: new Date(NOW_MS).toISOString() };
    expect(await stores.annotations.annotationsOf('shop', range)).toMatchObject([{ text: 'v2' }]);
    expect(notices).toEqual([]);
    await close();
  });

  it('startRetention() deletes once a day', async () => {
    const { clock, ids, runs, hasEvidence, close } = await storeOf(10);
    await clock.advance(MINUTE_MS);
    await eventually('evidence is deleted', 10_000, () => !hasEvidence(ids[5] ?? ''));
    await clock.advance(DAY_MS - MINUTE_MS);
    expect(await runs()).toEqual(ids);

    await clock.advance(2 * MINUTE_MS);

    await eventually('evidence is deleted', 10_000, () => !hasEvidence(ids[4] ?? ''));
    expect(ids.filter(hasEvidence)).toEqual(ids.slice(0, 4));
    expect(await runs()).toEqual(ids.slice(0, 9));
    await close();
  });
});
