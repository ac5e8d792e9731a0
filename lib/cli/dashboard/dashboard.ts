import { jsonLine } from '../../core/base/inert-json.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { startBackgroundAnalysis } from '../trends/background-analysis.ts';
import { type ShownParts, shownParts } from './dashboard-parts.ts';
import { DASHBOARD_PORT, type DashboardOptions, readPort } from './dashboard-options.ts';
import { publishNews } from './dashboard-news.ts';
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
  const shown = shownParts({ ...options, io }, project, paths);
  try {
    const site = await serve({ ...shown, choice, isLive: true, webDir: paths.webDir }, io);
    if (site === null) return EXIT.misuse;
    printAddress(site, options, io);
    const analysis = startAnalysis({ ...shown, paths }, site, io);
    const { source } = shown.project;
    const news = publishNews(
      { ...shown, source, stateDir: paths.stateDir, after: realAfter },
      site,
      io,
    );
    await stop;
    news.stop();
    analysis?.stop();
    await site.close();

    return EXIT.passed;
  } finally {
    await shown.history.close();
  }
}

/** In a deployed stage, a function analyses trends every day. */
function startAnalysis(
  { project, history, epochMs, paths }: ShownParts & { readonly paths: Paths },
  site: DashboardSite,
  io: Io,
): ReturnType<typeof startBackgroundAnalysis> | null {
  const { plans, config, source } = project;
  if (source === 'deployed') return null;
  const parts = { plans, stage: config.stage, history, paths, epochMs };

  return startBackgroundAnalysis(
    parts,
    (finding) => site.publish({ kind: 'finding', finding }),
    io,
  );
}

async function serve(parts: DashboardSiteParts, io: Io): Promise<DashboardSite | null> {
  try {
    return await serveDashboard(parts, io);
  } catch (error) {
    misuse(errorText(error), io);

    return null;
  }
}

function printAddress({ url, port }: DashboardSite, options: DashboardOptions, io: Io): void {
  if (options.json === true) io.out(jsonLine({ url, pid: process.pid }));
  else io.out(`waywiser dashboard: ${url}   Ctrl-C stops\n`);
  if (options.port === undefined && port !== DASHBOARD_PORT) {
    io.err(`waywiser: port ${DASHBOARD_PORT} is in use; the dashboard is on port ${port}\n`);
  }
  if (options.open !== true) return;
  openBrowser(url, (reason) => {
    io.err(`waywiser: cannot open a browser: ${cleanText(reason)}; open ${url} yourself\n`);
  });
}

function misuse(problem: string, io: Io): number {
  io.err(`waywiser: ${cleanText(problem)}\n`);

  return EXIT.misuse;
}
