import type { JourneyPlan } from '../../core/journey/plan.ts';
import { type OptionIssue, optionIssue, shown } from '../schema/option-issues.ts';

/** What is wrong with the options that give a journey access to its target, once its base URL is known. */
export function accessIssues(plan: JourneyPlan): readonly OptionIssue[] {
  if (plan.baseUrl === null) return homelessIssues(plan);
  // One of the command line may be wrong, which is another problem.
  return URL.canParse(plan.baseUrl) ? wildcardIssues(plan, new URL(plan.baseUrl)) : [];
}

/** Without a base URL they would be sent nowhere. A browser sends its credentials to every origin. */
function homelessIssues({ kind, access }: JourneyPlan): readonly OptionIssue[] {
  const sent = kind === 'api' ? (['credentials', 'clientCertificate'] as const) : CERTIFICATE;

  return sent
    .filter((name) => access?.[name] !== undefined)
    .map((name) =>
      optionIssue(
        [name],
        `Cannot use ${name}: it is sent to the origin of the base URL, and there is none; expected a baseUrl in the journey or in waywiser.config.ts`,
      ),
    );
}

const CERTIFICATE = ['clientCertificate'] as const;

/** In a browser, what a list of hosts excludes from its rules is led nowhere else. */
function wildcardIssues(
  { kind, access, allowHosts }: JourneyPlan,
  { hostname }: URL,
): readonly OptionIssue[] {
  if (kind === 'api' || access?.clientCertificate === undefined) return [];

  return (allowHosts ?? []).flatMap((pattern, index) => {
    if (!pattern.startsWith('*.') || !hostname.endsWith(pattern.slice(1).toLowerCase())) return [];
    const path = ['allowHosts', index];

    return [
      optionIssue(
        path,
        `Cannot use ${shown(pattern, path)}: it covers the host of the base URL, which the browser reaches with a client certificate; expected the other hosts by their names`,
      ),
    ];
  });
}
