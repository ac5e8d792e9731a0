import type { RunnableJourney } from '../../core/ports.ts';

/**
 * The ARNs of the secrets that journeys name, by name, sorted. Throws a TypeError where one has no
 * ARN in the configuration.
 */
export function secretsOf(
  journeys: readonly RunnableJourney[],
  arns: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const known = new Map(Object.entries(arns));
  const pairs = journeys.flatMap(({ plan }) =>
    plan.secrets.map((name): [string, string] => {
      const arn = known.get(name);
      if (arn !== undefined) return [name, arn];
      throw new TypeError(
        `Cannot deploy journey "${plan.name}": its secret "${name}" has no ARN; expected one in waywiser.config.ts, such as secrets: { '${name}': 'arn:aws:secretsmanager:…' }`,
      );
    }),
  );

  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
