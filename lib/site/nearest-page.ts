import { nearestWord } from '../core/base/nearest-word.ts';
import type { PageLinks } from '../report/html/parts/html-page.ts';
import type { AskedPage } from './page-address.ts';
import type { PageProblem } from './problem-views.ts';

/** A journey that something is kept of, or that the project has. */
export interface KnownSeries {
  readonly journey: string;
  /** Null: it has not run yet. */
  readonly region: string | null;
}

/** Pages that have no name in them. */
const PAGES = ['/overview', '/compare', '/costs'] as const;

/** What is said where an address leads nowhere. */
export function unknownPath(path: string): PageProblem {
  const nearest = nearestWord(path, PAGES);

  return {
    status: 404,
    message: `Cannot find "${path}"; expected /overview, /journeys/NAME, /runs/JOURNEY/REGION/RUN, /compare or /costs`,
    nearest: nearest === null ? null : { name: nearest, address: nearest },
  };
}

/** What is said where no such journey or run is known. */
export function unknownNames(
  asked: AskedPage,
  known: readonly KnownSeries[],
  links: PageLinks,
): PageProblem {
  const journeys = [...new Set(known.map(({ journey }) => journey))];
  if (!('journey' in asked) || asked.journey === null) return unknownPath(asked.page);
  if (!journeys.includes(asked.journey)) return unknownJourney(asked.journey, journeys, links);
  if (asked.page !== 'run') {
    return notThere(`Cannot find anything of journey "${asked.journey}"`, null);
  }
  const { journey, region, runId } = asked;
  const regions = known.filter((each) => each.journey === journey).map((each) => each.region);
  const address = links.journey(journey);
  const nearest = address === null ? null : { name: journey, address };
  if (!regions.includes(region)) {
    const names = regions.filter((each) => each !== null).join(', ');
    return notThere(
      `Cannot find region "${region}" of journey "${journey}"; ${names === '' ? 'no runs are kept of it' : `runs are kept of ${names}`}`,
      nearest,
    );
  }

  return notThere(
    `Cannot find run "${runId}" of journey "${journey}" in ${region}: it is no longer kept, or never was`,
    nearest,
  );
}

/** What is said where a journey has no such metric or region. */
export function unknownWord(
  kind: 'metric' | 'region',
  { word, journey }: { readonly word: string; readonly journey: string },
  { known, links }: { readonly known: readonly string[]; readonly links: PageLinks },
): PageProblem {
  const name = nearestWord(word, known);
  const address = name === null ? null : links.journey(journey, { [kind]: name });
  const expected = known.length === 0 ? 'it has none yet' : `expected one of ${known.join(', ')}`;
  const when = kind === 'metric' ? ' in this time' : '';

  return notThere(
    `Cannot find ${kind} "${word}" of journey "${journey}"${when}; ${expected}`,
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

  return notThere(
    `Cannot find journey "${journey}": neither the project nor its history has it`,
    name === null || address === null ? null : { name, address },
  );
}

function notThere(message: string, nearest: PageProblem['nearest']): PageProblem {
  return { status: 404, message, nearest };
}
