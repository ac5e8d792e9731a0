import { jsonLine } from '../../core/base/inert-json.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { startBackgroundAnalysis } from '../trends/background-analysis.ts';
import { type ShownParts, shownParts } from './dashboard-parts.ts';
import { DASHBOARD_PORT, type DashboardOptions, readPort } from './dashboard-options.ts';
import { tellNews } from './dashboard-news.ts';
import { type DashboardSite, type DashboardSiteParts, serveDashboard } from './dashboard-site.ts';
import { realAfter } from '../frame/dev-time.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openBrowser } from '../frame/open-browser.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { stopSignal } from '../frame/stop-signal.ts';
import { errorText } from '../../core/base/error-text.ts';

/** `waywiser dashboard`: serves pages on this machine until Ctrl-C. */
export async function dashboard(options: DashboardOptions, paths: Paths, io: Io): Promise<number> {
  const stop = stopSignal();
  const choice = readPort(options.port, '--port');
  if (typeof choice === 'string') return misuse(choice, io);
  const { stage } = options;
  const project = await openProject(
    { selection: [], ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);
  const shown = shownParts(options, project, paths);
  try {
    const site = await serve({ ...shown, choice, isLive: true, webDir: paths.webDir }, io);
    if (site === null) return EXIT.misuse;
    sayWhere(site, options, io);
    const look = lookBeside({ ...shown, paths }, site, io);
    const { source } = shown.project;
    const news = tellNews(
      { ...shown, source, stateDir: paths.stateDir, after: realAfter },
      site,
      io,
    );
    await stop;
    news.stop();
    look?.stop();
    await site.close();

    return EXIT.passed;
  } finally {
    await shown.history.close();
  }
}

/** Deployed, a function looks each day. */
function lookBeside(
  { project, history, epochMs, paths }: ShownParts & { readonly paths: Paths },
  site: DashboardSite,
  io: Io,
): ReturnType<typeof startBackgroundAnalysis> | null {
  const { plans, config, source } = project;
  if (source === 'deployed') return null;
  const parts = { plans, stage: config.stage, history, paths, epochMs };

  return startBackgroundAnalysis(parts, (finding) => site.tell({ kind: 'finding', finding }), io);
}

async function serve(parts: DashboardSiteParts, io: Io): Promise<DashboardSite | null> {
  try {
    return await serveDashboard(parts, io);
  } catch (error) {
    misuse(errorText(error), io);

    return null;
  }
}

function sayWhere({ url, port }: DashboardSite, options: DashboardOptions, io: Io): void {
  if (options.json === true) io.out(jsonLine({ url, pid: process.pid }));
  else io.out(`waywiser dashboard: ${url}   Ctrl-C stops\n`);
  if (options.port === undefined && port !== DASHBOARD_PORT) {
    io.err(`waywiser: port ${DASHBOARD_PORT} is taken, so it is served on port ${port}\n`);
  }
  if (options.open !== true) return;
  openBrowser(url, (reason) => {
    io.err(`waywiser: no browser could be opened (${cleanText(reason)}); the address is ${url}\n`);
  });
}

function misuse(problem: string, io: Io): number {
  io.err(`waywiser: ${cleanText(problem)}\n`);

  return EXIT.misuse;
}
