import type { ConsoleLine, RequestRecord, RunRecord, RunVitals } from '../record/run-record.ts';
import { jsonBytes } from './clip.ts';

const FIRST_ERROR_STATUS = 400;

/** The lists of a record without a limit: journeys and pages decide their length. */
type Lists = Pick<
  RunRecord,
  'steps' | 'requests' | 'console' | 'pageErrors' | 'log' | 'evidence' | 'attemptList'
> &
  Pick<RunVitals, 'navigations'> &
  Required<Pick<RunRecord, 'refused'>>;

/** The name of one of the {@link Lists}. */
type ListName = keyof Lists;

/** The names of all {@link Lists}, in one fixed order. */
export const LIST_NAMES = [
  'steps',
  'requests',
  'console',
  'pageErrors',
  'log',
  'evidence',
  'attemptList',
  'navigations',
  'refused',
] as const satisfies readonly ListName[];

/** Extracts the lists that have no limit from a record. */
export function listsOf(record: RunRecord): Lists {
  const { steps, requests, console, pageErrors, log, evidence, attemptList } = record;
  const { vitals, refused = [] } = record;
  const navigations = vitals?.navigations ?? [];

  return { steps, requests, console, pageErrors, log, evidence, attemptList, navigations, refused };
}

/** A copy of a record with other lists. */
export function withLists(record: RunRecord, lists: Lists): RunRecord {
  const { navigations, refused, ...others } = lists;

  return {
    ...record,
    ...others,
    ...(record.refused === undefined ? {} : { refused }),
    vitals: record.vitals && { ...record.vitals, navigations },
  };
}

/**
 * Applies one function to every list, with a test for the entries to keep first: those that show why
 * the run did not pass.
 */
export function mapLists(
  lists: Lists,
  map: <T>(
    entries: readonly T[],
    name: ListName,
    isImportant: (entry: T) => boolean,
  ) => readonly T[],
): Lists {
  return {
    steps: map(lists.steps, 'steps', (step) => step.outcome !== 'passed'),
    requests: map(lists.requests, 'requests', hasFailed),
    console: map(lists.console, 'console', isError),
    log: map(lists.log, 'log', isError),
    pageErrors: map(lists.pageErrors, 'pageErrors', alike),
    evidence: map(lists.evidence, 'evidence', alike),
    attemptList: map(lists.attemptList, 'attemptList', alike),
    navigations: map(lists.navigations, 'navigations', alike),
    refused: map(lists.refused, 'refused', alike),
  };
}

function hasFailed(request: RequestRecord): boolean {
  return request.error !== null || (request.status ?? 0) >= FIRST_ERROR_STATUS;
}

function isError(line: ConsoleLine): boolean {
  return line.level === 'error';
}

function alike(): boolean {
  return false;
}

/**
 * Selects entries that together take at most `maxBytes` as JSON, in their order. Priority: the last and
 * the first important entry, the first and the last of all, the other important ones, then the rest
 * from the start.
 */
export function selectEntries<T>(
  entries: readonly T[],
  maxBytes: number,
  isImportant: (entry: T) => boolean,
): readonly T[] {
  if (jsonBytes(entries) <= maxBytes) return entries;
  const chosen = new Set<number>();
  // Two brackets; every entry adds a comma.
  let left = maxBytes - 2;
  for (const index of byPriority(entries, isImportant)) {
    const bytes = jsonBytes(entries[index]) + 1;
    if (bytes > left) continue;
    chosen.add(index);
    left -= bytes;
  }

  return entries.filter((_, index) => chosen.has(index));
}

function byPriority<T>(entries: readonly T[], isImportant: (entry: T) => boolean): Set<number> {
  const important = entries.flatMap((entry, index) => (isImportant(entry) ? [index] : []));
  const ends = entries.length === 0 ? [] : [0, entries.length - 1];
  const marked = [...important.slice(-1), ...important.slice(0, 1), ...ends, ...important];

  return new Set([...marked, ...entries.keys()]);
}

/**
 * Divides a budget of bytes fairly (max-min): a need below an equal share is met in full, and the rest
 * goes to the others. Returns the share of each need, in their order.
 */
export function fairShares(needs: readonly number[], budget: number): readonly number[] {
  const shares = needs.map(() => 0);
  let left = budget;
  const ascending = [...needs.entries()].toSorted(([, a], [, b]) => a - b);
  for (const [rank, [index, need]] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - rank)));
    shares[index] = share;
    left -= share;
  }

  return shares;
}
