import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { emptyStores, openHistory } from '../../../../lib/cli/frame/history-stores.ts';
import { type NewsParts, publishNews } from '../../../../lib/cli/dashboard/dashboard-news.ts';
import type { News } from '../../../../lib/site/live.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { eventually } from '../../../support/eventually.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);
const DEADLINE_MS = 5_000;

/** News of a store in memory, and a page that may listen. */
function newsOf(source: NewsParts['source'], broken = false) {
  const stateDir = projectDir({ 'db/000003.log': 'a' });
  const clock = manualClock(NOW_MS);
  const store = memoryRunStore();
  const world = { isHeard: true, looks: 0, isBroken: broken };
  const published: string[] = [];
  const said: string[] = [];
  const watched = {
    ...store,
    listSeries: async () => {
      world.looks += 1;
      if (world.isBroken) throw new Error('the table is \u001B[31mgone');
      return await store.listSeries();
    },
  };
  const history = openHistory({ ...emptyStores(), store: watched });
  const news = publishNews(
    { ...clock, source, history, stateDir },
    {
      isHeard: () => world.isHeard,
      publish: (one: News) => void published.push(one.kind === 'run' ? one.record.runId : one.kind),
    },
    { err: (text) => void said.push(text) },
  );

  return { news, clock, store, world, published, said, stateDir };
}

async function recordedBy({ store, clock, stateDir }: ReturnType<typeof newsOf>, region = 'local') {
  const run = runRecord({
    region,
    scheduledAt: null,
    startedAt: new Date(clock.epochMs()).toISOString(),
  });
  await store.putRun(run);
  appendFileSync(path.join(stateDir, 'db/000003.log'), 'more');

  return run.runId;
}

/** A look at files of the disk takes its time, whatever the clock says. */
async function passed(all: ReturnType<typeof newsOf>, ms: number, looks: number): Promise<void> {
  await eventually(`look ${looks}`, DEADLINE_MS, async () => {
    if (all.world.looks >= looks) return true;
    await all.clock.advance(ms);
    return all.world.looks >= looks;
  });
  await all.clock.advance(0);
}

describe('publishNews()', () => {
  test('publishNews() publishes a run that another process recorded, once', async () => {
    const all = newsOf('local');
    await passed(all, 2_000, 1);
    const runId = await recordedBy(all);

    await passed(all, 2_000, 2);
    await all.clock.advance(60_000);

    expect(all.published).toEqual([runId]);
    expect(all.said).toEqual([]);
    all.news.stop();
  });

  test('publishNews() does not query a local store while nothing is written', async () => {
    const all = newsOf('local');
    await passed(all, 2_000, 1);

    for (let round = 0; round < 20; round += 1) await all.clock.advance(2_000);

    expect(all.world.looks).toBe(1);
    all.news.stop();
  });

  test('publishNews() queries nothing while no page is open', async () => {
    const all = newsOf('deployed');
    all.world.isHeard = false;
    await all.clock.advance(600_000);
    const before = all.world.looks;

    all.world.isHeard = true;
    const runId = await recordedBy(all, 'eu-west-1');
    await all.clock.advance(30_000);

    expect(before).toBe(0);
    expect(all.published).toEqual([runId]);
    all.news.stop();
  });

  test('publishNews() queries a deployed table every 30 s, and less often for many series', async () => {
    const few = newsOf('deployed');
    const many = newsOf('deployed');
    for (let region = 0; region < 600; region += 1) {
      await many.store.putRun(runRecord({ region: `region-${region}` }));
    }

    for (const { clock } of [few, many]) await clock.advance(150_000);

    // 600 series are worth a minute: after 30, 90 and 150 s.
    expect([few.world.looks, many.world.looks]).toEqual([5, 3]);
    for (const { news } of [few, many]) news.stop();
  });

  test('publishNews() reports a failure once, and goes on', async () => {
    const all = newsOf('deployed', true);
    await all.clock.advance(120_000);
    all.world.isBroken = false;
    const runId = await recordedBy(all, 'eu-west-1');
    await all.clock.advance(30_000);

    expect(all.said).toEqual(['waywiser: cannot read news: the table is gone\n']);
    expect(all.published).toEqual([runId]);
    all.news.stop();
  });

  test('publishNews() publishes nothing after stop()', async () => {
    const all = newsOf('deployed');
    await recordedBy(all, 'eu-west-1');

    all.news.stop();
    await all.clock.advance(120_000);

    expect(all.published).toEqual([]);
    expect(all.world.looks).toBe(0);
  });
});
