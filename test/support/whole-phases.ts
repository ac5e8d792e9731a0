import type { RequestPhases, RequestRecord } from '../../lib/core/record/run-record.ts';

/** Phases and total of a request in whole microseconds; both are the same. */
export function phaseSums(record: RequestRecord): readonly [phases: number, total: number] {
  return [sumUs(record.phases), Math.round(record.totalMs * 1000)];
}

function sumUs(phases: RequestPhases): number {
  return Object.values(phases).reduce<number>((sum, ms) => sum + Math.round((ms ?? 0) * 1000), 0);
}

/** Expects that the phases of a request add up to its whole time. */
export function expectWhole(record: RequestRecord): void {
  const [phases, total] = phaseSums(record);

  expect(phases).toBe(total);
}
