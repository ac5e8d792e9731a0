import type { StoreKind, Usage } from '../../../core/store/store-usage.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { formatMinute } from '../../format/instant.ts';
import { groupThousands } from '../../format/number.ts';
import { padEnd, padStart } from '../../format/terminal-text.ts';
import { type Line, renderLine, type Screen, span } from '../text/styled-line.ts';

/** What the store on this machine holds. */
export interface StoreSize {
  /** The folder of the store, relative to the project. */
  readonly folder: string;
  /** Size of the database's files: changes that are not compacted yet count twice. */
  readonly diskBytes: number;
  readonly kinds: readonly KindSize[];
}

/** What is stored of one kind. `evidence`: folders of runs, which are not in the database. */
export interface KindSize extends Usage {
  readonly kind: StoreKind | 'evidence';
  /** Days for which it is stored; null: as long as the store. */
  readonly retentionDays: number | null;
}

const NAMES: Readonly<Record<KindSize['kind'], string>> = {
  runs: 'runs',
  'hourly-rollups': 'hourly rollups',
  'daily-rollups': 'daily rollups',
  findings: 'findings',
  notes: 'notes',
  state: 'state',
  evidence: 'evidence',
};

const NAME_COLUMNS = 16;
const COUNT_COLUMNS = 10;
const SIZE_COLUMNS = 10;
const INSTANT_COLUMNS = 20;

/** A line for each kind: number, size, oldest and newest, and for how long it is stored. */
export function renderStoreSize({ folder, diskBytes, kinds }: StoreSize, screen: Screen): string {
  const head: Line = [
    span(folder, 'bold'),
    span(`  the database takes ${formatBytes(diskBytes)} on the disk`),
  ];
  const lines = [head, [], titles(), ...kinds.map(kindLine), ...expiredLines(kinds)];

  return lines.map((line) => renderLine(line, screen)).join('\n');
}

function titles(): Line {
  const titled = [
    padEnd('', NAME_COLUMNS),
    padStart('count', COUNT_COLUMNS),
    padStart('size', SIZE_COLUMNS),
    `  ${padEnd('oldest', INSTANT_COLUMNS)}`,
    `  ${padEnd('newest', INSTANT_COLUMNS)}`,
    '  stored for',
  ];

  return [span(titled.join(''), 'dim')];
}

function kindLine({ kind, count, sizeBytes, oldest, newest, retentionDays }: KindSize): Line {
  return [
    span(padEnd(NAMES[kind], NAME_COLUMNS)),
    span(padStart(groupThousands(count), COUNT_COLUMNS)),
    span(padStart(count === 0 ? '' : formatBytes(sizeBytes), SIZE_COLUMNS)),
    span(`  ${padEnd(instantText(oldest), INSTANT_COLUMNS)}`),
    span(`  ${padEnd(instantText(newest), INSTANT_COLUMNS)}`),
    span(`  ${retentionDays === null ? '' : formatCount(retentionDays, 'day')}`, 'dim'),
  ];
}

function instantText(instant: string | null): string {
  return instant === null ? '' : formatMinute(instant);
}

function expiredLines(kinds: readonly KindSize[]): readonly Line[] {
  const expired = kinds.filter(({ expired: number }) => number > 0);
  if (expired.length === 0) return [];
  const parts = expired.map((each) => `${groupThousands(each.expired)} ${NAMES[each.kind]}`);

  return [[], [span(`expired, deleted by waywiser dev once a day: ${parts.join(', ')}`)]];
}
