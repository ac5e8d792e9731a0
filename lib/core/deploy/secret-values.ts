import type { JourneyPlan } from '../journey/plan.ts';
import type { Problem } from '../journey/problem.ts';
import { secretValueProblem } from '../record/secrets/secret-problem.ts';

/** Where a secret's value is known, and the name of its variable. */
export interface KnownSecret {
  readonly variable: string;
  /** Undefined: it is not set on this machine. */
  readonly value: string | undefined;
}

/**
 * Secrets whose values would not be hidden, because they are too common. Only values that are set on
 * this machine can be checked; those in AWS are checked when a journey runs, and its log says so.
 */
export function secretValueProblems(
  plans: readonly JourneyPlan[],
  known: (name: string) => KnownSecret,
): readonly Problem[] {
  return plans.flatMap((plan) =>
    plan.secrets.flatMap((name, index) => {
      const { variable, value } = known(name);
      const reason = value === undefined || value === '' ? null : secretValueProblem(value);
      if (reason === null) return [];
      const message = `Cannot use the value of ${variable} as the secret "${name}": ${reason}; expected a value that can be replaced wherever it occurs`;

      return [
        {
          file: plan.file,
          line: null,
          column: null,
          code: 'journey.config' as const,
          path: `secrets[${index}]`,
          message,
          journey: plan.name,
        },
      ];
    }),
  );
}
