import { upgradeSummary } from '../../lib/core/trends/analysis-summary.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import { trendStatus } from '../../lib/core/trends/trend-status.ts';
import { upgradeFinding } from '../../lib/core/trends/upgrade-finding.ts';
import { describeTrendStatus } from '../../lib/report/format/describe-trend-status.ts';
import { findingEvent } from '../../lib/report/format/finding-event.ts';
import { findingsSection } from '../../lib/report/html/journey/journey-findings.ts';
import { overviewView } from '../../lib/report/html/overview/overview-page.ts';
import { plainPaint } from '../../lib/report/terminal/text/paint.ts';
import { renderLong } from '../../lib/report/terminal/text/styled-line.ts';
import { findingLines } from '../../lib/report/terminal/trends/finding-lines.ts';
import { renderTrendJourney } from '../../lib/report/terminal/trends/trend-journey.ts';
import { pageText } from '../support/page-text.ts';
import { SAMPLE_CONTEXT } from '../support/sample-pages.ts';
import { sampleOverview } from '../support/sample-overview.ts';
import { ENDED_V1, OPEN_V1, SUMMARY_V1 } from '../support/stored-schema-1.ts';
import { driftingAnalysis, journeyOf, viewOf } from '../support/trend-views.ts';

const SCREEN = { paint: plainPaint, columns: 400 };
const NOW_MS = Date.UTC(2026, 10, 22, 12);
const OPEN = upgradeFinding(JSON.parse(JSON.stringify(OPEN_V1)));
const RESOLVED = upgradeFinding(JSON.parse(JSON.stringify(ENDED_V1)));
const REASON = 'the level came back on 2026-11-18';
const CAUSE = 'Requests to tags.example.net came, which were not made before';
const SIZE = 'has been getting slower by 4.2% a week (95% CI: 3.4 to 5%)';

function terminal(finding: Finding): string {
  return findingLines(finding, SCREEN)
    .map((line) => renderLong(line, SCREEN))
    .join('\n');
}

function journeyPage(isStatic: boolean): string {
  const page = { findings: [OPEN, RESOLVED], metric: 'duration', regions: [], readAtMs: NOW_MS };

  return pageText(findingsSection(page, isStatic ? { isStatic } : {}).markup);
}

function overview(isStatic: boolean): string {
  const page = { ...sampleOverview(1), findings: [OPEN] };
  const context = isStatic ? { ...SAMPLE_CONTEXT, isStatic } : SAMPLE_CONTEXT;

  return pageText(overviewView(page, context).body.markup);
}

describe('findings that schema 1 stored', () => {
  test.each([
    ['the terminal', terminal(OPEN)],
    ['the overview', overview(false)],
    ['the overview of a report', overview(true)],
    ['the journey page', journeyPage(false)],
    ['the journey part of a report', journeyPage(true)],
    ['an event', JSON.stringify(findingEvent(OPEN, 'prod').detail)],
  ])('%s shows the size and the cause of an open finding', (_, text) => {
    expect(text).toContain(SIZE);
    expect(text).toContain(CAUSE);
  });

  test.each([
    ['the terminal', terminal(RESOLVED)],
    ['the journey page', journeyPage(false)],
    ['an event', JSON.stringify(findingEvent(RESOLVED, 'prod').detail)],
  ])('%s shows why a finding was resolved', (_, text) => {
    expect(text).toContain(REASON);
  });

  test('the journey page shows since when a finding is unconfirmed', () => {
    expect(journeyPage(false)).toContain('unconfirmed since 2026-11-22 00:40');
  });

  test('waywiser trends shows when a stored finding was found and why another was resolved', () => {
    const journey = journeyOf([driftingAnalysis()], { findings: [OPEN, RESOLVED] });

    const text = renderTrendJourney(
      { view: viewOf([journey]), journey, whole: false },
      SCREEN,
    ).join('\n');

    expect(text).toContain('drift: found on 20 November, last confirmed on 21 November');
    expect(text).toContain(`change resolved on 21 November: ${REASON}`);
  });

  test('JSON has all facts: instants, the reason, and the cause with what it carries', () => {
    expect(JSON.parse(JSON.stringify(OPEN))).toMatchObject({
      schema: 2,
      subject: OPEN_V1.subject,
      foundAt: OPEN_V1.foundAt,
      unconfirmedSince: OPEN_V1.doubtedAt,
      resolved: null,
      explanation: {
        decomposition: OPEN_V1.explanation?.decomposition,
        causes: [{ code: 'text', text: CAUSE, kind: 'host', carries: { ms: 59.5 } }],
        regions: OPEN_V1.explanation?.regions,
      },
    });
    expect(RESOLVED.resolved).toEqual({ at: ENDED_V1.ended?.at, code: 'text', text: REASON });
  });

  test('upgradeFinding() does not change a finding of schema 2', () => {
    expect(upgradeFinding(OPEN)).toBe(OPEN);
  });

  test('the trend column shows what a summary of schema 1 lacks', () => {
    const summary = upgradeSummary(JSON.parse(JSON.stringify(SUMMARY_V1)));

    const status = trendStatus({ findings: [], summary }, 'eu-west-1', NOW_MS);

    expect(describeTrendStatus(status, NOW_MS)).toBe(
      'not enough data for trends yet: a drift needs 21 days with data, there are 9: about 12 more days',
    );
  });
});
