import { EventEmitter, once } from 'node:events';
import { evidenceFolder } from '../../../../lib/adapters/local/evidence-folder.ts';
import {
  type DashboardSite,
  serveDashboard,
} from '../../../../lib/cli/dashboard/dashboard-site.ts';
import { emptyStores } from '../../../../lib/cli/frame/history-stores.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { dashboardProject } from '../../../support/dashboard-parts.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';
import { ask } from '../../../support/web-request.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);

const sites: DashboardSite[] = [];

afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

/** A dashboard over a store that lists its series on request of a test. */
async function served({ isThere = true } = {}) {
  const gate = new EventEmitter();
  const said: string[] = [];
  const store = memoryRunStore();
  await store.putRun(runRecord({ journey: 'checkout' }));
  let reads = 0;
  const slow = {
    ...store,
    listSeries: async () => {
      reads += 1;
      const [error] = await once(gate, 'go');
      if (error !== undefined) throw error;
      return await store.listSeries();
    },
  };
  const cwd = projectDir({ 'web/app.js': '', 'web/style.css': '' });
  const site = await serveDashboard(
    {
      project: dashboardProject(),
      history: {
        stores: async () => ({ ...emptyStores(), store: slow }),
        isThere: () => isThere,
        close: async () => undefined,
      },
      alarms: { statusesOf: async () => [] },
      evidence: evidenceFolder({ projectDir: cwd, evidenceRoot: cwd, traceCommand: String }),
      isLive: false,
      epochMs: () => NOW_MS,
      webDir: `${cwd}/web`,
      choice: { port: 0, morePorts: 0 },
    },
    { err: (text) => void said.push(text) },
  );
  sites.push(site);
  await settle();

  return { site, said, reads: () => reads, go: (error?: Error) => void gate.emit('go', error) };
}

async function settle(): Promise<void> {
  await new Promise(setImmediate);
}

describe('serveDashboard() before anybody asks', () => {
  it('serveDashboard() reads the overview at once, and requests share the reading', async () => {
    const { site, said, reads, go } = await served();
    const readBefore = reads();

    const asked = [ask(site.port, '/overview'), ask(site.port, '/overview.json')];
    // Whoever asks for another page has it at once: the server hears while it reads.
    expect((await ask(site.port, '/nowhere')).status).toBe(404);
    go();
    const answers = await Promise.all(asked);

    expect(readBefore).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.text).toContain('checkout');
    expect(reads()).toBe(1);
    expect(said).toEqual([]);
  });

  it('serveDashboard() prints why the overview cannot be read, and reads again on request', async () => {
    const { site, said, reads, go } = await served();

    go(new Error('the table is \u001B[31mthrottled'));
    await settle();
    const asked = ask(site.port, '/overview');
    while (reads() < 2) await settle();
    go();

    expect(said).toEqual(['waywiser: cannot read the history: the table is throttled\n']);
    expect((await asked).status).toBe(200);
  });

  it('serveDashboard() prints nothing when the store was closed while it was read', async () => {
    const { site, said, go } = await served();

    await site.close();
    go(new Error('Cannot use the store: it is closed'));
    await settle();

    expect(said).toEqual([]);
  });

  it('serveDashboard() reads nothing when there is no store', async () => {
    const { reads } = await served({ isThere: false });

    expect(reads()).toBe(0);
  });
});
