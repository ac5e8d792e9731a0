import path from 'node:path';
import { evidenceFolder } from '../../lib/adapters/local/evidence-folder.ts';
import type { LoopbackServer } from '../../lib/adapters/web/loopback-server.ts';
import { pageSource } from '../../lib/core/dashboard/page-source.ts';
import type { PageSource } from '../../lib/core/dashboard/pages.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { traceCommand } from '../../lib/report/format/trace-command.ts';
import { pageCache } from '../../lib/site/page-cache.ts';
import { type LiveHub, liveHub } from '../../lib/site/live.ts';
import { site } from '../../lib/site/routes.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';
import { memoryRunStore } from '../fakes/memory-run-store.ts';
import { dashboardPorts, dashboardProject } from './dashboard-parts.ts';
import { projectDir } from './project-dir.ts';
import { served } from './served-web.ts';

/** A site that is served, its news, and its clock, which stands at the start of 23 November 2026. */
export interface ServedSite extends LoopbackServer {
  readonly hub: LiveHub;
  readonly clock: ManualClock;
}

/** A site over a store in memory, served. */
export async function siteOf(
  runs: readonly RunRecord[],
  changes: { readonly source?: Partial<PageSource>; readonly cwd?: string } = {},
): Promise<ServedSite> {
  const cwd = changes.cwd ?? projectDir({});
  const evidenceRoot = path.join(cwd, '.waywiser/evidence');
  const store = memoryRunStore();
  const evidence = evidenceFolder({ projectDir: cwd, evidenceRoot, traceCommand });
  for (const run of runs) await store.putRun(run);
  const project = dashboardProject();
  const source = { ...pageSource(project, dashboardPorts({ store, evidence })), ...changes.source };
  const clock = manualClock(Date.UTC(2026, 10, 23));
  const hub = liveHub({ session: 'abc', every: () => () => undefined });
  const asset = { contentType: 'text/css; charset=utf-8', text: 'a { color: red }', version: 'v1' };
  const handler = site({
    ...clock,
    project,
    pages: pageCache(source, clock),
    store,
    evidence,
    hub,
    isLive: true,
    metrics: { scrape: async () => ({ contentType: 'text/plain', text: '# EOF\n' }) },
    assets: {
      'app.js': { ...asset, contentType: 'text/javascript; charset=utf-8' },
      'style.css': asset,
    },
  });

  return { ...(await served(handler)), hub, clock };
}
