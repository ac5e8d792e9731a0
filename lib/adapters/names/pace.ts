/**
 * Deadline of a look-up. The system's resolver asks again after 5 s and gives up after 10 s
 * (`timeout` and `attempts` in resolv.conf(5)): both must have had their time.
 */
export const LOOKUP_DEADLINE_MS = 15_000;

/** A look-up is slow after this time: nearly all take less than 200 ms, and a lost packet costs 5 s. */
const SLOW_MS = 1_000;
/** When the servers are asked, counted from when the look-up is slow or has failed. */
const ROUNDS_MS = [0, 500, 1_000, 1_500, 2_500, 4_000, 6_000, 8_500, 11_000];
/** With a shorter limit than this, everything happens proportionally sooner. */
const UNHURRIED_MS = 4 * SLOW_MS;

/** The times of a look-up. */
export interface Pace {
  /** From then on others are asked than the system's resolver. */
  readonly slowMs: number;
  readonly roundsMs: readonly number[];
  /** Before a question is repeated that got an unusable answer, or an answer is missed. */
  readonly patienceMs: number;
  readonly deadlineMs: number;
}

/** The times of a look-up of which `limitMs` are left in any case: several questions fit in. */
export function paceOf(limitMs: number, deadlineMs = LOOKUP_DEADLINE_MS): Pace {
  const share = Math.min(1, Math.min(limitMs, deadlineMs) / UNHURRIED_MS);

  return {
    slowMs: SLOW_MS * share,
    roundsMs: ROUNDS_MS.map((delayMs) => delayMs * share),
    patienceMs: SLOW_MS * share,
    deadlineMs,
  };
}
