import { shownParts } from '../../../lib/cli/dashboard/dashboard-parts.ts';
import { openProject } from '../../../lib/cli/frame/open-project.ts';
import {
  reportBuckets,
  reportMarkup,
  reportSource,
} from '../../../lib/cli/dashboard/report-pages.ts';
import { calledIn } from '../../support/command-line.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const DAYS = 90;

/**
 * A report as `waywiser report` writes it, with copies of one journey under other names: a large
 * report without filling a large store.
 */
export async function reportOfCopies(
  cwd: string,
  journey: string,
  names: readonly string[],
): Promise<string> {
  let markup = '';
  await calledIn(cwd, async (paths, io) => {
    const project = await openProject({ selection: [] }, paths, io);
    const shown = shownParts({ io }, project, paths);
    const source = reportSource(shown, await shown.history.stores());
    const toMs = shown.epochMs();
    const range = { fromMs: toMs - DAYS * DAY_MS, toMs };
    const overview = await source.overview(range);
    const rows = overview.rows.filter((row) => row.journey === journey);
    const maxBuckets = reportBuckets(rows.length * names.length);
    const page = await source.journey({ journey, range, metric: null, maxBuckets });
    if (page === null) throw new Error(`there is no journey ${journey}`);
    markup = await reportMarkup(
      {
        overview: {
          ...overview,
          rows: names.flatMap((name) => rows.map((row) => ({ ...row, journey: name }))),
        },
        journeys: names.map((name) => ({ ...page, journey: name })),
        costs: await source.costs(),
      },
      paths.webDir,
    );
    await shown.history.close();

    return 0;
  });

  return markup;
}
