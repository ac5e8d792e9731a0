import { errorText } from '../base/error-text.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { SECOND_MS } from '../base/time.ts';
import { AccountCallError } from './account-call-error.ts';
import { type DoctorFact, factKind } from './doctor-fact.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Every check, in the order in which they are shown. */
export const CHECK_IDS = [
  'credentials',
  'region',
  'bootstrap',
  'concurrency',
  'stacks',
  'functions',
  'secrets',
  'roles',
  'schedules',
  'record-queue',
  'recorder',
  'dead-letters',
  'heartbeats',
  'table',
  'evidence',
  'subscriptions',
  'alarms',
] as const;

/** One of {@link CHECK_IDS}. */
export type CheckId = (typeof CHECK_IDS)[number];

/** A check in one region that is still to be made. */
export interface Check {
  readonly id: CheckId;
  readonly region: string;
  readonly read: () => Promise<readonly DoctorFact[]>;
}

/** A check that was made. `unknown`: something could not be read, and nothing else was wrong. */
export interface CheckResult {
  readonly id: CheckId;
  readonly region: string;
  readonly result: 'ok' | 'problem' | 'unknown';
  readonly facts: readonly DoctorFact[];
}

/** Longest time of one check: a thousand schedules are read one by one. */
const CHECK_LIMIT_MS = 60 * SECOND_MS;
/** Calls of one check at once. */
const READS_AT_ONCE = 8;

/** Makes a check. Never rejects: what could not be read is a fact. */
export async function madeCheck(
  { id, region, read }: Check,
  { within }: Pick<DoctorPorts, 'within'>,
): Promise<CheckResult> {
  const facts = await within(gathered([read]), CHECK_LIMIT_MS);
  if (facts !== 'timeout') return { id, region, result: resultOf(facts), facts };

  return {
    id,
    region,
    result: 'unknown',
    facts: [{ code: 'check-late', limitMs: CHECK_LIMIT_MS }],
  };
}

/** The facts of several readings; one that fails becomes a fact, and hides none of the others. */
export async function gathered(
  reads: readonly (() => Promise<readonly DoctorFact[]>)[],
): Promise<readonly DoctorFact[]> {
  const facts = await mapBounded(reads, READS_AT_ONCE, async (read) => {
    try {
      return await read();
    } catch (error) {
      return [failureFact(error)];
    }
  });
  const distinct = new Map(facts.flat().map((fact) => [keyOf(fact), fact]));

  return [...distinct.values()];
}

function failureFact(error: unknown): DoctorFact {
  if (!(error instanceof AccountCallError)) {
    return { code: 'check-failed', message: errorText(error) };
  }
  const { problem, action, region, message } = error;

  return { code: 'call-failed', problem, action, region, message };
}

/** A permission that is missing for many resources is reported once. */
function keyOf(fact: DoctorFact): string {
  if (fact.code !== 'call-failed' || fact.problem !== 'denied') return JSON.stringify(fact);

  return JSON.stringify([fact.code, fact.action, fact.region]);
}

/** The result of a check with these facts. */
export function resultOf(facts: readonly DoctorFact[]): CheckResult['result'] {
  const kinds = new Set(facts.map(factKind));
  if (kinds.has('problem')) return 'problem';

  return kinds.has('unknown') ? 'unknown' : 'ok';
}
