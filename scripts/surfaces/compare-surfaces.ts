import { fieldsOf, parsedJson, textIn } from '../../lib/core/base/plain-data.ts';
import type { Finding } from '../../lib/core/trends/finding.ts';
import { findingEvent } from '../../lib/report/format/finding-event.ts';
import { findingItem, findingWhole } from '../../lib/report/html/parts/finding-list.ts';
import { reportLinks } from '../../lib/report/html/report-view.ts';
import { plainPaint } from '../../lib/report/terminal/text/paint.ts';
import { renderLong } from '../../lib/report/terminal/text/styled-line.ts';
import { findingLines } from '../../lib/report/terminal/trends/finding-lines.ts';
import type { SurfaceCase } from './surface-cases.ts';

/** Everything that shows a finding to people, or sends it to them. */
export const SURFACES = ['terminal', 'page', 'report', 'json', 'event'] as const;

/** One of {@link SURFACES}. */
export type SurfaceName = (typeof SURFACES)[number];

/** A text that every surface must show, and the surfaces that do not. */
export interface SurfaceResult {
  readonly name: string;
  readonly expected: string;
  readonly missing: readonly SurfaceName[];
}

const STAGE = 'prod';
const SCREEN = { paint: plainPaint, columns: 240 };
const RANGE = { fromMs: Date.UTC(2026, 7, 1), toMs: Date.UTC(2026, 10, 22) };

/** Sends each case through every surface, and looks for its text in what comes out. */
export function compareSurfaces(cases: readonly SurfaceCase[]): readonly SurfaceResult[] {
  return cases.map(({ name, expected, finding }) => {
    const texts = surfaceTexts(finding);

    return { name, expected, missing: SURFACES.filter((each) => !texts[each].includes(expected)) };
  });
}

/** What each surface makes of a finding, as plain text. */
export function surfaceTexts(finding: Finding): Readonly<Record<SurfaceName, string>> {
  const event = findingEvent(finding, STAGE);
  const text = textIn(fieldsOf(event.detail), 'text') ?? '';
  const json = JSON.stringify(event.detail);
  const links = reportLinks([finding.journey], false);

  return {
    terminal: findingLines(finding, SCREEN)
      .map((line) => renderLong(line, SCREEN))
      .join('\n'),
    page: textOf(findingWhole(finding).markup),
    report: textOf(findingItem(finding, links, RANGE).markup),
    json: textIn(fieldsOf(parsedJson(json)), 'text') ?? '',
    event: text,
  };
}

/** Markup without tags and entities. */
function textOf(markup: string): string {
  return markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}
