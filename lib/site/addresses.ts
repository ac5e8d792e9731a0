import type { ComparedSide } from '../core/dashboard/compare/compare-page.ts';
import type { PageLinks } from '../report/html/parts/html-page.ts';
import { isoOf, rangeQuery } from './range-query.ts';
import { JSON_ENDING, pathPart, RANGE_DOTS, RUN_PREFIX } from './page-address.ts';

/** The addresses of pages on this server: `readAddress` reads them. */
export function serverLinks(): PageLinks {
  return {
    overview: (range) => `/overview${range === null ? '' : `?${rangeQuery(range)}`}`,
    journey: (journey, { range, metric, region } = {}) =>
      `/journeys/${pathPart(journey)}${queryOf([
        range === undefined ? null : rangeQuery(range),
        metric === undefined ? null : `metric=${encoded(metric)}`,
        region === undefined ? null : `region=${encoded(region)}`,
      ])}`,
    run: ({ journey, region, runId }) =>
      `/runs/${[journey, region, runId].map(pathPart).join('/')}`,
    compare: (journey, sides) =>
      `/compare${queryOf([
        journey === null ? null : `journey=${encoded(journey)}`,
        sides === null ? null : `a=${sideText(sides.a)}&b=${sideText(sides.b)}`,
      ])}`,
    costs: () => '/costs',
    evidence: (run, item) => {
      const index = run.evidence.findIndex(
        ({ kind, path }) => kind === item.kind && path === item.path,
      );
      const names = [run.journey, run.region, run.runId].map(pathPart).join('/');
      return index === -1 ? null : `/evidence/${names}/${index}`;
    },
  };
}

/** The address of a page's JSON: the same one, with `.json` after its path. */
export function jsonAddress(target: string): string {
  const [path = '', ...query] = target.split('?');
  const plain = path.endsWith(JSON_ENDING) ? path.slice(0, -JSON_ENDING.length) : path;

  return [plain + JSON_ENDING, ...query].join('?');
}

function sideText(side: ComparedSide): string {
  return side.kind === 'run'
    ? `${RUN_PREFIX}${encoded(side.runId)}`
    : `${isoOf(side.range.fromMs)}${RANGE_DOTS}${isoOf(side.range.toMs)}`;
}

function queryOf(parts: readonly (string | null)[]): string {
  const given = parts.filter((part) => part !== null);

  return given.length === 0 ? '' : `?${given.join('&')}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
