import type { Cell, Tally } from './cells.ts';
import { HIDDEN_WAVES, NOISE_KINDS } from './noise.ts';
import type { Printed } from './sample-tables.ts';
import { alignedTable, percent } from './text.ts';

/** Whether a share is within what is promised of it. */
export interface Promised {
  readonly least?: number;
  readonly most?: number;
}

/** A column of a table: which share it shows, and what is promised of it. */
export interface Column {
  readonly title: string;
  readonly what: string;
  /** Of those only in which this happened; default: of all seeds. */
  readonly among?: string;
  readonly promised?: (cell: Cell) => Promised | null;
}

/** A table of the report. */
export interface Table {
  readonly title: string;
  readonly cells: readonly Cell[];
  readonly columns: readonly Column[];
}

const LENGTHS = [28, 56, 120];
/** Stated is a rate of 1%; promised, no more than 1.3 times that. */
const FALSE_ALARMS: Promised = { most: 0.013 };
const COVERAGE: Promised = { least: 0.93, most: 0.97 };
const HIDDEN = new Set(HIDDEN_WAVES.map(({ name }) => name));
/** Steps and slopes are promised to be covered for these. */
const COVERED = new Set([
  'independent',
  'AR(1) 0.5',
  'daily and weekly season',
  'season, AR(1) 0.5',
]);

/** What is calibrated, in the order in which it is printed. */
export const TABLES: readonly Table[] = [
  {
    title: 'False alarms at p < .01, nothing injected (limit: 1.3%)',
    cells: LENGTHS.flatMap((days) =>
      [...NOISE_KINDS, ...HIDDEN_WAVES].map(({ name }) => ({
        kind: 'null' as const,
        noise: name,
        days,
        size: 0,
      })),
    ),
    columns: [
      { title: 'drift', what: 'drift', promised: promisedFalseAlarms },
      { title: 'change', what: 'change', promised: promisedFalseAlarms },
      { title: 'plain test', what: 'plain' },
      { title: 'drift refused', what: 'driftRefused' },
      { title: 'change refused', what: 'changeRefused' },
      {
        title: 'slope covered',
        what: 'slopeCovered',
        among: 'slopeTested',
        promised: ({ noise }) => (COVERED.has(noise) ? COVERAGE : null),
      },
    ],
  },
  {
    title: 'Drifts injected over the whole time, noise of 10%',
    cells: [
      ...driftCells('independent'),
      ...driftCells('daily and weekly season'),
      ...driftCells('AR(1) 0.5'),
      ...driftCells('season, AR(1) 0.5'),
      ...driftCells('season, AR(1) 0.8'),
    ],
    columns: [
      { title: 'found', what: 'found', promised: promisedDriftPower },
      {
        title: 'detected as drift',
        what: 'rightKind',
        among: 'detected',
        promised: ({ size, noise, days }) =>
          size === 0.1 && days >= 56 && COVERED.has(noise) ? { least: 0.9 } : null,
      },
      {
        title: 'slope covered',
        what: 'slopeCovered',
        among: 'slopeTested',
        promised: ({ noise }) => (COVERED.has(noise) ? COVERAGE : null),
      },
      { title: 'refused', what: 'refused' },
      { title: 'plain test finds', what: 'plain' },
    ],
  },
  {
    title: 'Steps injected in the middle half of the time, noise of 10%',
    cells: ['independent', 'daily and weekly season', 'AR(1) 0.5', 'season, AR(1) 0.5'].flatMap(
      (noise) =>
        LENGTHS.flatMap((days) =>
          [0.1, 0.05].map((size) => ({ kind: 'step' as const, noise, days, size })),
        ),
    ),
    columns: [
      { title: 'found', what: 'found', promised: promisedStepPower },
      {
        title: 'within 24 h',
        what: 'located',
        among: 'shiftMeasured',
        promised: ({ size, days, noise }) =>
          size === 0.1 && days >= 56 && isIndependent(noise) ? { least: 0.85 } : null,
      },
      {
        title: 'detected as step',
        what: 'rightKind',
        among: 'detected',
        promised: ({ size, days, noise }) =>
          size === 0.1 && days >= 56 && COVERED.has(noise) ? { least: 0.9 } : null,
      },
      {
        title: 'shift covered',
        what: 'shiftCovered',
        among: 'shiftMeasured',
        promised: ({ size, days }) => (size === 0.1 && days >= 56 ? COVERAGE : null),
      },
      { title: 'moment covered', what: 'momentCovered', among: 'shiftMeasured' },
    ],
  },
  {
    title:
      'Forecasts of a daily p95 that drifts, of a budget reached at one and a half times the time',
    cells: [0.06, 0.1].flatMap((size) =>
      LENGTHS.map((days) => ({ kind: 'forecast' as const, noise: 'independent', days, size })),
    ),
    columns: [
      { title: 'forecast', what: 'forecastMade' },
      {
        title: 'crossing covered',
        what: 'forecastCovered',
        among: 'forecastMade',
        promised: () => ({ least: 0.9 }),
      },
    ],
  },
];

function driftCells(noise: string): readonly Cell[] {
  return LENGTHS.flatMap((days) =>
    [0.06, 0.1].map((size) => ({ kind: 'drift' as const, noise, days, size })),
  );
}

function promisedFalseAlarms({ noise }: Cell): Promised | null {
  return HIDDEN.has(noise) ? null : FALSE_ALARMS;
}

function isIndependent(noise: string): boolean {
  return noise === 'independent' || noise === 'daily and weekly season';
}

function promisedDriftPower({ noise, days, size }: Cell): Promised | null {
  if (size !== 0.06 || days === 120) return null;
  if (isIndependent(noise)) return { least: days === 28 ? 0.7 : 0.97 };

  return noise === 'AR(1) 0.5' && days === 56 ? { least: 0.75 } : null;
}

function promisedStepPower({ noise, days, size }: Cell): Promised | null {
  if (days !== 56 || !isIndependent(noise)) return null;

  return { least: size === 0.1 ? 0.95 : 0.85 };
}

/** A table as text, and what in it is not as promised. */
export function printedTable(
  { title, cells, columns }: Table,
  tallies: ReadonlyMap<Cell, Tally>,
): Printed {
  const broken: string[] = [];
  const head = ['noise', 'days', 'size', ...columns.map((column) => column.title)];
  const rows = cells.map((cell) => {
    const shares = columns.map((column) => {
      const share = shareOf(column, tallies.get(cell));
      const isBroken = share !== null && !isKept(share, column.promised?.(cell) ?? null);
      const text = share === null ? '–' : percent(share);
      if (isBroken)
        broken.push(`${title}: ${cell.noise}, ${cell.days} days: ${column.title} ${text}`);

      return isBroken ? `${text} !` : text;
    });

    return [cell.noise, String(cell.days), cell.size === 0 ? '' : `${cell.size * 100}%`, ...shares];
  });
  return { text: `${title}\n\n${alignedTable(head, rows)}\n`, broken };
}

function shareOf({ what, among }: Column, tally: Tally | undefined): number | null {
  if (tally === undefined) return null;
  const of = among === undefined ? tally.seeds : (tally.counts[among] ?? 0);

  return of < FEWEST ? null : (tally.counts[what] ?? 0) / of;
}

/** Of fewer, no share is printed. */
const FEWEST = 50;

function isKept(share: number, promised: Promised | null): boolean {
  if (promised === null) return true;
  const { least = 0, most = 1 } = promised;

  return share >= least && share <= most;
}
