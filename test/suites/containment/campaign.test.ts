import { campaign } from './campaign.ts';
import type { WayFigures } from './inside/figures.ts';
import type { CampaignOptions } from './options.ts';

/** `all`: every way in every place, about half an hour. Else a sample of every group. */
const IS_WHOLE = process.env['WAYWISER_CAMPAIGN'] === 'all';
const DEADLINE_MS = 3_600_000;
/** Without the guard, of the sample of 32 at least as many ways lead somewhere; measured: 14. */
const MIN_OPEN_WAYS = 10;

const EVERYTHING = { groups: null, names: null, allowPrivate: false, guarded: true } as const;

const PLACES: readonly {
  readonly place: CampaignOptions['places'][number];
  /** The sample: one way in so many. */
  readonly every: number;
}[] = [
  { place: ['local', 'multi-process'], every: 11 },
  { place: ['local', 'single-process'], every: 29 },
  { place: ['lambda', 'multi-process'], every: 41 },
  { place: ['lambda', 'single-process'], every: 41 },
];

function nameOf({ group, name, url }: WayFigures): string {
  return `${group}: ${name} (${url})`;
}

function hasReached({ connections, requests, datagrams }: WayFigures): boolean {
  return connections + requests + datagrams > 0;
}

/**
 * A way that led nowhere and is not in the record was not tried in its time, which happens on a busy
 * machine: such ways are tried once more.
 */
async function triedAgain(
  figures: readonly WayFigures[],
  place: CampaignOptions['places'][number],
): Promise<readonly WayFigures[]> {
  const untried = figures.filter((way) => !way.silent && !way.reported && !hasReached(way));
  if (untried.length === 0) return figures;
  const names = [...new Set(untried.map(({ name }) => name))];
  const second = await campaign({ ...EVERYTHING, names, places: [place], every: 1 });

  return [...figures.filter((way) => !untried.includes(way)), ...second];
}

function print(place: string, figures: readonly WayFigures[]): void {
  function sum(of: (way: WayFigures) => number): number {
    return figures.reduce((total, way) => total + of(way), 0);
  }

  const unreported = figures.filter(({ silent, reported }) => !silent && !reported).length;
  process.stdout.write(
    `  ${place}: ${figures.length} ways, ${figures.filter(hasReached).length} reached; ` +
      `requests ${sum((way) => way.requests)}, connections ${sum((way) => way.connections)}, ` +
      `datagrams ${sum((way) => way.datagrams)}, unreported ${unreported}\n`,
  );
}

describe('ways to addresses that are not public', () => {
  test.each(PLACES)(
    'reach nothing and are all in the record: $place',
    async ({ place, every }) => {
      const first = await campaign({
        ...EVERYTHING,
        places: [place],
        every: IS_WHOLE ? 1 : every,
      });
      const figures = await triedAgain(first, place);

      print(place.join(', '), figures);
      expect(figures.length).toBeGreaterThan(IS_WHOLE ? 200 : 10);
      expect(figures.filter(hasReached).map(nameOf)).toEqual([]);
      expect(figures.filter((way) => !way.silent && !way.reported).map(nameOf)).toEqual([]);
      expect(figures.filter(({ explained }) => !explained).map(nameOf)).toEqual([]);
      expect(figures.filter(({ containment }) => containment !== 'full').map(nameOf)).toEqual([]);
    },
    DEADLINE_MS,
  );

  test(
    'reach their targets when the guard is taken out',
    async () => {
      const figures = await campaign({
        ...EVERYTHING,
        guarded: false,
        places: [['local', 'multi-process']],
        every: IS_WHOLE ? 1 : 19,
      });

      print('without the guard', figures);
      expect(figures.filter(hasReached).length).toBeGreaterThanOrEqual(MIN_OPEN_WAYS);
      expect(figures.every(({ containment }) => containment === 'partial')).toBe(true);
    },
    DEADLINE_MS,
  );
});
