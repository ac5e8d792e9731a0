import type { Problem } from '../../core/journey/problem.ts';

/** A run that was refused: what of a record can be said of a journey that never was one. */
export interface RefusedRun {
  readonly journey: string | null;
  readonly outcome: 'failed';
  readonly cause: Problem['code'];
  readonly error: Pick<Problem, 'message' | 'file' | 'line' | 'column'> & { readonly step: null };
  readonly durationMs: 0;
  readonly attempts: 0;
}

/** A refused run for each journey with problems, by its first one: syntax before all else. */
export function refusedRuns(problems: readonly Problem[]): readonly RefusedRun[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const key = problem.journey ?? problem.file ?? '';
    const known = first.get(key);
    if (
      known === undefined ||
      (known.code !== 'journey.syntax' && problem.code === 'journey.syntax')
    )
      first.set(key, problem);
  }

  return [...first.values()].map(({ journey, code, message, file, line, column }) => ({
    journey,
    outcome: 'failed',
    cause: code,
    error: { message, step: null, file, line, column },
    durationMs: 0,
    attempts: 0,
  }));
}
