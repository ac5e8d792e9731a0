import { nearestWord } from '../core/base/nearest-word.ts';
import type { PageLinks } from '../report/html/parts/html-page.ts';
import type { RequestedPage } from './page-address.ts';
import type { PageProblem } from './problem-views.ts';

/** A series of the store, or a journey of the project. */
export interface KnownSeries {
  readonly journey: string;
  /** Null: a journey of the project; it may not have run yet. */
  readonly region: string | null;
}

/** Pages without a name in their address. */
const PAGES = ['/overview', '/compare', '/costs'] as const;

/** The problem of an address without a page. */
export function unknownPath(path: string): PageProblem {
  const nearest = nearestWord(path, PAGES);

  return {
    status: 404,
    message: `Cannot find "${path}"; expected /overview, /journeys/NAME, /runs/JOURNEY/REGION/RUN, /compare or /costs`,
    nearest: nearest === null ? null : { name: nearest, address: nearest },
  };
}

/** The problem of an unknown journey or run. */
export function unknownNames(
  requested: RequestedPage,
  known: readonly KnownSeries[],
  links: PageLinks,
): PageProblem {
  const journeys = [...new Set(known.map(({ journey }) => journey))];
  if (!('journey' in requested) || requested.journey === null) return unknownPath(requested.page);
  if (!journeys.includes(requested.journey)) {
    return unknownJourney(requested.journey, journeys, links);
  }
  if (requested.page !== 'run') {
    return notFound(`Cannot find journey "${requested.journey}": it has no data`, null);
  }
  const { journey, region, runId } = requested;
  const regions = known.filter((each) => each.journey === journey).map((each) => each.region);
  const address = links.journey(journey);
  const nearest = address === null ? null : { name: journey, address };
  if (!regions.includes(region)) {
    const names = regions.filter((each) => each !== null).join(', ');
    return notFound(
      `Cannot find region "${region}" of journey "${journey}"; ${names === '' ? 'it has no runs' : `it has runs in ${names}`}`,
      nearest,
    );
  }

  return notFound(
    `Cannot find run "${runId}" of journey "${journey}" in ${region}: it has expired or never existed`,
    nearest,
  );
}

/** The problem of a metric or region that a journey does not have. */
export function unknownWord(
  kind: 'metric' | 'region',
  { word, journey }: { readonly word: string; readonly journey: string },
  { known, links }: { readonly known: readonly string[]; readonly links: PageLinks },
): PageProblem {
  const name = nearestWord(word, known);
  const address = name === null ? null : links.journey(journey, { [kind]: name });
  const expected = known.length === 0 ? 'it has none yet' : `expected one of ${known.join(', ')}`;
  const where = kind === 'metric' ? ' in this range' : '';

  return notFound(
    `Cannot find ${kind} "${word}" of journey "${journey}"${where}; ${expected}`,
    name === null || address === null ? null : { name, address },
  );
}

function unknownJourney(
  journey: string,
  journeys: readonly string[],
  links: PageLinks,
): PageProblem {
  const name = nearestWord(journey, journeys);
  const address = name === null ? null : links.journey(name);

  return notFound(
    `Cannot find journey "${journey}": it is neither in the project nor in its history`,
    name === null || address === null ? null : { name, address },
  );
}

function notFound(message: string, nearest: PageProblem['nearest']): PageProblem {
  return { status: 404, message, nearest };
}
