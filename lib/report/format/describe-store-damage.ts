import {
  type FileProblem,
  ITEM_KINDS,
  type ItemCount,
  type ItemKind,
  type StoreRepair,
  totalOf,
  type UnreadableItem,
} from '../../core/store/store-damage.ts';
import { formatCount } from './count.ts';
import { formatInstant } from './instant.ts';
import { groupThousands } from './number.ts';

const NOUNS: Readonly<Record<ItemKind, string>> = {
  run: 'run',
  rollup: 'rollup',
  finding: 'finding',
  note: 'note',
  state: 'internal item',
};

const PROBLEMS: Readonly<Record<FileProblem['kind'], string>> = {
  missing: 'is missing',
  damaged: 'is damaged',
  shortened: 'is shorter than it was',
  unreferenced: 'is no longer listed',
  undecodable: 'has items that cannot be decoded',
  unopenable: 'cannot be opened',
};
/** How many files a sentence names. */
const MAX_NAMED = 3;
/** How many unreadable items a check lists. */
const MAX_LISTED = 20;

/** What a repair found, lost and kept, a sentence in each line. */
export function describeRepair(repair: StoreRepair): readonly string[] {
  const { problems, setAside, kept, outdated, unknownWrites, isUncounted } = repair;
  const more = [
    ...(totalOf(outdated) > 0
      ? [`Of ${formatCount(totalOf(outdated), 'item')} an earlier version was restored.`]
      : []),
    ...(unknownWrites > 0
      ? [`${formatCount(unknownWrites, 'other write')} to the store were lost.`]
      : []),
    ...(isUncounted ? ['Items that were not counted yet may be lost too.'] : []),
  ];

  return [
    `The store was damaged (${describeProblems(problems)}) and has been repaired: ${formatCount(totalOf(kept), 'item')} kept. ${[describeLosses(repair), ...more].join(' ')}`,
    ...(setAside === null
      ? []
      : [`The damaged database is in ${setAside}; delete it when you no longer need it.`]),
  ];
}

/** The damaged files: `000005.ldb is damaged, CURRENT is missing`. */
export function describeProblems(problems: readonly FileProblem[]): string {
  const named = problems.slice(0, MAX_NAMED).map(({ file, kind }) => `${file} ${PROBLEMS[kind]}`);
  const rest = problems.length - named.length;

  return [...named, ...(rest > 0 ? [formatCount(rest, 'other file')] : [])].join(', ');
}

/** What was lost, by kind, with the days: `1,204 of 36,000 runs were lost, of 2026-11-03 to 2026-11-04.` */
export function describeLosses({ lost, kept }: Pick<StoreRepair, 'lost' | 'kept'>): string {
  if (totalOf(lost) === 0) return 'No item was lost.';

  return ITEM_KINDS.filter((kind) => totalOf(lost, kind) > 0)
    .map((kind) => lossOf(kind, lost, kept))
    .join(' ');
}

function lossOf(kind: ItemKind, lost: readonly ItemCount[], kept: readonly ItemCount[]): string {
  const count = totalOf(lost, kind);
  const whole = count + totalOf(kept, kind);
  const days = lost.flatMap((each) => (each.kind === kind && each.day !== null ? [each.day] : []));
  const [first, last] = [days[0], days.at(-1)];
  const verb = count === 1 ? 'was' : 'were';
  const range = first === last ? first : `${first} to ${last}`;

  return `${groupThousands(count)} of ${formatCount(whole, NOUNS[kind])} ${verb} lost${first === undefined ? '' : `, of ${range}`}.`;
}

/** The warning about an item that a reader left out. */
export function describeUnreadable({ pk, sk, reason }: UnreadableItem): string {
  return `A stored item is unreadable and left out: ${pk} ${sk} (${reason}); check the store with: waywiser store check`;
}

/** What a check of the store found. */
interface CheckedStore {
  readonly sound: boolean;
  readonly problems: readonly FileProblem[];
  readonly items: readonly ItemCount[] | null;
  readonly unreadable: readonly UnreadableItem[];
  readonly repairs: readonly StoreRepair[];
}

/** The result of `waywiser store check`, a sentence in each line. */
export function describeCheck(check: CheckedStore): readonly string[] {
  const { sound, problems, items, unreadable, repairs } = check;
  const last = repairs.at(-1);

  return [
    ...(sound ? [`The store is sound: ${formatCount(totalOf(items ?? []), 'item')} read.`] : []),
    ...(problems.length === 0
      ? []
      : [
          `The store is damaged: ${describeProblems(problems)}. Repair it with: waywiser store repair`,
        ]),
    ...unreadable
      .slice(0, MAX_LISTED)
      .map(({ pk, sk, reason }) => `Unreadable: ${pk} ${sk} (${reason})`),
    ...(unreadable.length === 0
      ? []
      : [
          `${formatCount(unreadable.length, 'item')} unreadable; move them out with: waywiser store repair`,
        ]),
    ...(last === undefined
      ? []
      : [`Last repair ${formatInstant(last.at)}: ${describeLosses(last)}`]),
  ];
}
