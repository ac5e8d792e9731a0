import type { ConsoleLine, RequestRecord, RunRecord, RunVitals } from '../record/run-record.ts';

const FIRST_ERROR_STATUS = 400;

/** The lists of a record that a journey or a page can make as long as it likes. */
export type Lists = Pick<
  RunRecord,
  'steps' | 'requests' | 'console' | 'pageErrors' | 'log' | 'evidence' | 'attemptList'
> &
  Pick<RunVitals, 'navigations'>;

/** The name of one of the {@link Lists}. */
export type ListName = keyof Lists;

/** The names of all {@link Lists}. */
export const LIST_NAMES = [
  'steps',
  'requests',
  'console',
  'pageErrors',
  'log',
  'evidence',
  'attemptList',
  'navigations',
] as const satisfies readonly ListName[];

/** Takes the lists out of a record. */
export function listsOf(record: RunRecord): Lists {
  const { steps, requests, console, pageErrors, log, evidence, attemptList } = record;
  const navigations = record.vitals?.navigations ?? [];

  return { steps, requests, console, pageErrors, log, evidence, attemptList, navigations };
}

/** Puts lists into a record in place of its own. */
export function withLists(record: RunRecord, lists: Lists): RunRecord {
  const { navigations, ...others } = lists;

  return { ...record, ...others, vitals: record.vitals && { ...record.vitals, navigations } };
}

/**
 * Applies one function to every list, with a test for the entries that must be kept before others:
 * those that tell why the run did not pass.
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
