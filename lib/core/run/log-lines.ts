import type { AttemptResult } from '../journey/attempt.ts';
import { secretValueProblem } from '../record/secrets/secret-problem.ts';
import type { ConsoleLine, EvidenceItem } from '../record/run-record.ts';

/** Lines in a run's log that the platform writes have this source. */
const OWN_SOURCE = 'waywiser';

/** A warning of the platform about the attempt. */
export function warning(text: string): ConsoleLine {
  return { level: 'warning', text, atMs: 0, source: OWN_SOURCE };
}

/** The log line about a piece of evidence that could contain secrets. */
export function withheldLine(kind: EvidenceItem['kind']): ConsoleLine {
  return warning(
    `Evidence is withheld (${kind}): secrets could not be replaced in it completely and in time`,
  );
}

/** A line for each secret whose value is too common to be hidden; it does not quote the value. */
export function commonSecretLines(
  secrets: Readonly<Record<string, string>>,
): readonly ConsoleLine[] {
  return Object.entries(secrets).flatMap(([name, value]) => {
    const problem = secretValueProblem(value);

    return problem === null
      ? []
      : [warning(`The value of secret "${name}" is not hidden in this record: ${problem}`)];
  });
}

/** What the platform itself wrote into the log of an attempt, such as about withheld evidence. */
export function ownLines(attempt: Pick<AttemptResult, 'log'> | null): readonly ConsoleLine[] {
  return (attempt?.log ?? []).filter(({ source }) => source === OWN_SOURCE);
}
