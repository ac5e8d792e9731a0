import { createHash } from 'node:crypto';
import { readWebAssets } from '../../adapters/web/web-assets.ts';
import { documentOf } from '../../report/html/parts/document.ts';
import {
  reportAssets,
  reportLinks,
  type ReportPages,
  reportView,
} from '../../report/html/report-view.ts';

/** A report as one document, with its style in it. */
export async function reportMarkup(pages: ReportPages, webDir: string): Promise<string> {
  const { overview, journeys, costs } = pages;
  const { text: css } = (await readWebAssets(webDir))['style.css'];
  const hash = `sha256-${createHash('sha256').update(css).digest('base64')}`;
  const names = journeys.map(({ journey }) => journey);

  return documentOf({
    view: reportView(pages),
    frame: overview,
    active: 'overview',
    links: reportLinks(names, costs !== null),
    json: null,
    assets: reportAssets({ css, hash }),
  });
}
