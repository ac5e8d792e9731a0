import type { PageSource } from '../../../../lib/core/dashboard/pages.ts';
import { readReportPages } from '../../../../lib/cli/dashboard/report-pages.ts';
import type { ReportPages } from '../../../../lib/report/html/report-view.ts';
import { calledIn } from '../../../support/command-line.ts';
import { finding } from '../../../support/findings.ts';
import { sampleJourney } from '../../../support/sample-journey.ts';
import { sampleOverview } from '../../../support/sample-overview.ts';

const OVERVIEW = sampleOverview();
/** 22 of one journey are open, and one is resolved; the overview of all shows none of them. */
const OWN = Array.from({ length: 23 }, (_, index) =>
  finding({
    journey: 'search',
    id: `drift-${index}`,
    resolved: index === 0 ? { at: '2026-11-22T12:00:00.000Z', code: 'not-detected' } : null,
  }),
);

async function reported(journeys: readonly string[]): Promise<ReportPages> {
  const page = sampleJourney();
  const source: Pick<PageSource, 'overview' | 'journey' | 'costs'> = {
    overview: async () => ({ ...OVERVIEW, findings: OVERVIEW.findings.slice(0, 1) }),
    journey: async ({ journey }) => ({ ...page, journey, findings: OWN }),
    costs: async () => await Promise.reject(new Error('costs are not asked for')),
  };
  const pages: ReportPages[] = [];
  await calledIn('.', async (_paths, io) => {
    const reading = { range: OVERVIEW.range, source: { ...NO_PAGES, ...source } };
    pages.push(await readReportPages(journeys, reading, io));

    return 0;
  });

  return pages[0] ?? (await Promise.reject(new Error('Expected pages')));
}

const NO_PAGES: Pick<PageSource, 'run' | 'compare'> = {
  run: async () => null,
  compare: async () => null,
};

test('readReportPages() of some journeys has all of their open findings, and none of others', async () => {
  const { overview } = await reported(['search']);

  expect(overview.findings.map(({ journey }) => journey)).toEqual(
    Array.from({ length: 20 }, () => 'search'),
  );
  expect(overview.findings.map(({ id }) => id)).not.toContain('drift-0');
  expect(overview.moreFindings).toBe(2);
});
