import type { DashboardProject } from '../core/dashboard/dashboard-ports.ts';
import type { PageFrame } from '../core/dashboard/page-frame.ts';
import { type Page, pageJson } from '../core/dashboard/pages.ts';
import type { WebAnswer, WebHandler } from '../core/dashboard/web-port.ts';
import type { Exposition } from '../core/exposition/exposition.ts';
import type { RunStore } from '../core/ports.ts';
import { compareView } from '../report/html/compare/compare-page.ts';
import { costsView } from '../report/html/costs/costs-page.ts';
import { journeyView } from '../report/html/journey/journey-page.ts';
import { overviewView } from '../report/html/overview/overview-page.ts';
import { runView } from '../report/html/run/run-page.ts';
import { documentOf } from '../report/html/parts/document.ts';
import { html } from '../report/html/parts/html.ts';
import type { PageContext, HtmlPage } from '../report/html/parts/html-page.ts';
import { jsonAddress, serverLinks } from './addresses.ts';
import { type EvidenceParts, evidenceAnswer } from './evidence-answer.ts';
import type { PageCache } from './page-cache.ts';
import type { LiveHub } from './live.ts';
import { findPage, type FindPageParts, storeProblem } from './find-page.ts';
import type { PageAddress } from './page-address.ts';
import { unknownPath } from './unknown-address.ts';
import { readAddress } from './read-address.ts';
import { type PageProblem, problemJson, problemView } from './problem-views.ts';

/** A file that pages load. */
export interface WebAsset {
  readonly contentType: string;
  readonly text: string;
  /** A hash of the content, for the address. */
  readonly version: string;
}

/** Everything that answers are made from. */
export interface SiteParts extends EvidenceParts {
  readonly project: DashboardProject;
  readonly pages: PageCache;
  readonly store: Pick<RunStore, 'getRun' | 'listSeries'>;
  readonly hub: LiveHub;
  readonly metrics: Exposition;
  /** Whether there is news for pages to listen to. */
  readonly isLive: boolean;
  readonly assets: Readonly<Record<'app.js' | 'style.css', WebAsset>>;
  readonly epochMs: () => number;
  /** Calls back after a delay; the returned function cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

const HTML_TYPE = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const LINKS = serverLinks();

/** Answers requests: reads the address, finds its page and draws it. */
export function site(parts: SiteParts): WebHandler {
  return async ({ target, lastEventId }) => {
    const address = readAddress(target);
    switch (address.kind) {
      case 'page':
        return await pageAnswer(address, target, parts);
      case 'evidence':
        return await evidenceOrProblem(address, target, parts);
      case 'asset':
        return assetAnswer(address.name, parts) ?? unknownAnswer(target, parts);
      case 'live':
        return { kind: 'events', listen: (sink) => parts.hub.listen(sink, lastEventId) };
      case 'metrics':
        return await metricsAnswer(target, parts);
      case 'redirect':
        return address;
      case 'unknown':
        return unknownAnswer(address.path, parts);
      case 'problem':
        return problemAnswer(
          { status: 400, message: address.message, nearest: null },
          target,
          parts,
        );
    }
  };
}

async function metricsAnswer(target: string, parts: SiteParts): Promise<WebAnswer> {
  try {
    const { contentType, text: body } = await parts.metrics.scrape();

    return { kind: 'text', status: 200, contentType, body, caching: 'never' };
  } catch (error) {
    return problemAnswer(storeProblem(error), target, parts);
  }
}

async function evidenceOrProblem(
  address: Extract<PageAddress, { kind: 'evidence' }>,
  target: string,
  parts: SiteParts,
): Promise<WebAnswer> {
  try {
    const answer = await evidenceAnswer(address, parts);

    return answer ?? problemAnswer(unknownEvidence(target), target, parts);
  } catch (error) {
    return problemAnswer(storeProblem(error), target, parts);
  }
}

async function pageAnswer(
  { requested, json }: Extract<PageAddress, { kind: 'page' }>,
  target: string,
  parts: SiteParts,
): Promise<WebAnswer> {
  const found = await findPage(requested, {
    ...parts,
    links: LINKS,
    knownSeries: async () => await knownSeries(parts),
  });
  if (found.kind === 'problem') return problemAnswer(found.problem, target, parts);
  const { page } = found;
  if (json) return text(200, JSON_TYPE, pageJson(page));
  const at = jsonAddress(target);
  const view = viewOf(page, { links: LINKS, json: at, idPrefix: '' });

  return text(
    200,
    HTML_TYPE,
    documentText(view, { frame: page, active: page.kind, json: at }, parts),
  );
}

/** Journeys of the project, and series of the store. */
async function knownSeries({
  project,
  store,
}: SiteParts): ReturnType<FindPageParts['knownSeries']> {
  return [
    ...project.plans.map(({ name }) => ({ journey: name, region: null })),
    ...(await store.listSeries()),
  ];
}

/** Draws a page. */
function viewOf(page: Page, context: PageContext): HtmlPage {
  switch (page.kind) {
    case 'overview':
      return overviewView(page, context);
    case 'journey':
      return journeyView(page, context);
    case 'run':
      return runView(page, context);
    case 'costs':
      return costsView(page, context);
    case 'compare':
      return compareView(page, context);
  }
}

function unknownEvidence(target: string): PageProblem {
  return {
    status: 404,
    message: `Cannot find evidence "${target}": the run does not have it, or it has expired`,
    nearest: null,
  };
}

function unknownAnswer(path: string, parts: SiteParts): WebAnswer {
  return problemAnswer(unknownPath(path), path, parts);
}

function problemAnswer(problem: PageProblem, target: string, parts: SiteParts): WebAnswer {
  const { status, retryAfterS } = problem;
  const again = retryAfterS === undefined ? {} : { retryAfterS };
  if (/\.json(?:\?|$)/.test(target)) {
    return { ...text(status, JSON_TYPE, problemJson(problem)), ...again };
  }
  const { project, epochMs } = parts;
  const { source, banner, config } = project;
  const frame = { stage: config.stage, source, banner, readAtMs: epochMs() };

  const view = problemView(problem, LINKS);
  const body = documentText(view, { frame, active: null, json: null }, parts);

  return { ...text(status, HTML_TYPE, body), ...again };
}

function assetAnswer(name: string, { assets }: SiteParts): WebAnswer | null {
  if (name !== 'app.js' && name !== 'style.css') return null;
  const { contentType, text: body } = assets[name];

  return { kind: 'text', status: 200, contentType, body, caching: 'forever' };
}

function documentText(
  view: HtmlPage,
  about: {
    readonly frame: PageFrame;
    readonly active: Page['kind'] | null;
    readonly json: string | null;
  },
  { assets, isLive }: SiteParts,
): string {
  const style = `/assets/style.css?v=${assets['style.css'].version}`;
  const script = `/assets/app.js?v=${assets['app.js'].version}`;

  return documentOf({
    view,
    ...about,
    links: LINKS,
    ...(isLive && { live: '/live' }),
    assets: {
      style: html`<link rel="stylesheet" href="${style}" />`,
      script: html`<script src="${script}" defer></script>`,
    },
  });
}

function text(
  status: number,
  contentType: string,
  body: string,
): Extract<WebAnswer, { kind: 'text' }> {
  return { kind: 'text', status, contentType, body, caching: 'revalidate' };
}
