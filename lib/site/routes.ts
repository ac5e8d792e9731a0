import type { DashboardProject } from '../core/dashboard/dashboard-ports.ts';
import type { PageFrame } from '../core/dashboard/page-frame.ts';
import { pageJson } from '../core/dashboard/pages.ts';
import type { Page } from '../core/dashboard/pages.ts';
import type { WebAnswer, WebHandler } from '../core/dashboard/web-port.ts';
import type { Exposition } from '../core/exposition/exposition.ts';
import type { RunStore } from '../core/ports.ts';
import { documentOf } from '../report/html/parts/document.ts';
import { html } from '../report/html/parts/html.ts';
import type { HtmlPage } from '../report/html/parts/html-page.ts';
import { jsonAddress, serverLinks } from './addresses.ts';
import { type EvidenceParts, evidenceAnswer } from './evidence-answer.ts';
import type { PageCache } from './page-cache.ts';
import type { LiveHub } from './live.ts';
import { type KnownSeries, unknownNames, unknownPath } from './nearest-page.ts';
import { type NarrowedPage, narrowed } from './narrowed-page.ts';
import type { AskedPage, PageAddress } from './page-address.ts';
import { viewOf } from './page-views.ts';
import { readAddress } from './read-address.ts';
import { type PageProblem, problemJson, problemView } from './problem-views.ts';
import { timeProblem } from './time-problem.ts';
import { errorText } from '../core/base/error-text.ts';
import { formatExactDuration } from '../report/format/duration.ts';

/** A file that pages load. */
export interface WebAsset {
  readonly contentType: string;
  readonly text: string;
  /** Of the content: another one, another address. */
  readonly version: string;
}

/** What answers are made from. */
export interface SiteParts extends EvidenceParts {
  readonly project: DashboardProject;
  readonly pages: PageCache;
  readonly store: Pick<RunStore, 'getRun' | 'listSeries'>;
  readonly hub: LiveHub;
  readonly metrics: Exposition;
  /** Whether news come: pages of a history that others write listen in vain. */
  readonly isLive: boolean;
  readonly assets: Readonly<Record<'app.js' | 'style.css', WebAsset>>;
  readonly epochMs: () => number;
  /** Calls back after a delay; the answer cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** How long a page may take until its reader is told that it takes longer. */
const PAGE_DEADLINE_MS = 20_000;
/** Who asks again shares the reading that goes on, and waits for it as long once more. */
const ASK_AGAIN_S = 2;
const HTML_TYPE = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const LINKS = serverLinks();

/** Answers every request: an address is read, its page fetched and drawn. */
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
    return problemAnswer(unreadable(error), target, parts);
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
    return problemAnswer(unreadable(error), target, parts);
  }
}

async function pageAnswer(
  { asked, json }: Extract<PageAddress, { kind: 'page' }>,
  target: string,
  parts: SiteParts,
): Promise<WebAnswer> {
  const found = await foundPage(asked, parts);
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

/** What cannot be read is told in words, and nothing else ends by it. */
async function foundPage(asked: AskedPage, parts: SiteParts): Promise<NarrowedPage> {
  const early = timeProblem(asked, parts.epochMs());
  if (early !== null) return { kind: 'problem', problem: early };
  try {
    const page = await inTime(parts.pages.read(asked), parts);
    if (page === 'late') return { kind: 'problem', problem: lateProblem() };
    if (page === null) {
      const problem = unknownNames(asked, await knownSeries(parts), LINKS);
      return { kind: 'problem', problem };
    }

    return narrowed(page, asked, LINKS);
  } catch (error) {
    return { kind: 'problem', problem: unreadable(error) };
  }
}

function unreadable(error: unknown): PageProblem {
  const message = errorText(error);

  return { status: 503, message, nearest: null };
}

async function inTime<T>(work: Promise<T>, { after }: SiteParts): Promise<T | 'late'> {
  return await new Promise((resolve, reject) => {
    const cancel = after(PAGE_DEADLINE_MS, () => resolve('late'));
    work.finally(cancel).then(resolve, reject);
  });
}

function lateProblem(): PageProblem {
  return {
    status: 503,
    message: `The history is still being read after ${formatExactDuration(PAGE_DEADLINE_MS)}: the first reading of many journeys takes longest, and it goes on`,
    nearest: null,
    retryAfterS: ASK_AGAIN_S,
  };
}

async function knownSeries({ project, store }: SiteParts): Promise<readonly KnownSeries[]> {
  return [
    ...project.plans.map(({ name }) => ({ journey: name, region: null })),
    ...(await store.listSeries()),
  ];
}

function unknownEvidence(target: string): PageProblem {
  return {
    status: 404,
    message: `Cannot find evidence "${target}": the run names no such piece, or it is no longer kept`,
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
