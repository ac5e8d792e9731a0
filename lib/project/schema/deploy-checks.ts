import type { JourneyKind } from '../../core/record/run-record.ts';
import { AWS_REGIONS } from './aws-regions.ts';
import { type OptionIssue, optionIssue, shown } from './option-issues.ts';

type Fields = Readonly<Record<string, unknown>>;

const OF_ITS_OWN_FUNCTION = ['memory', 'architecture', 'vpc'] as const;

/**
 * Checks how a journey is deployed: what only a function of its own can have, what the browser does
 * not run on, networks in regions where the journey does not run. Reads raw options; what has the
 * wrong type is left to the schema.
 */
export function deployChecks(
  fields: Fields,
  context: { readonly kind: JourneyKind; readonly defaultRegions: readonly string[] },
): readonly OptionIssue[] {
  return [
    ...isolationIssues(fields),
    ...architectureIssues(fields, context.kind),
    ...vpcIssues(fields, context.defaultRegions),
  ];
}

function isolationIssues(fields: Fields): readonly OptionIssue[] {
  if (fields['isolated'] === true) return [];
  const given = OF_ITS_OWN_FUNCTION.filter((name) => fields[name] !== undefined);

  return given.map((name) =>
    optionIssue(
      [name],
      `Cannot use ${shown(fields[name], [name])}: the journey shares its function with others; expected it beside isolated: true`,
    ),
  );
}

function architectureIssues({ architecture }: Fields, kind: JourneyKind): readonly OptionIssue[] {
  if (kind !== 'browser' || architecture !== 'arm64') return [];

  return [
    optionIssue(
      ['architecture'],
      `Cannot use ${shown(architecture, ['architecture'])}: the browser is built for x86_64 only; expected "x86_64"`,
    ),
  ];
}

function vpcIssues(
  { vpc, regions: given }: Fields,
  defaultRegions: readonly string[],
): readonly OptionIssue[] {
  if (typeof vpc !== 'object' || vpc === null || Array.isArray(vpc)) return [];
  const regions: readonly unknown[] = Array.isArray(given) ? given : defaultRegions;
  const networks = Object.keys(vpc);
  const unused = networks.filter(
    (region) => AWS_REGIONS.includes(region) && !regions.includes(region),
  );
  const uncovered = regions
    .filter((region) => typeof region === 'string')
    .filter((region) => AWS_REGIONS.includes(region) && !networks.includes(region));

  return [
    ...unused.map((region) => unusedNetwork(region, regions)),
    ...(uncovered.length === 0 ? [] : [missingNetworks(uncovered)]),
  ];
}

function unusedNetwork(region: string, regions: readonly unknown[]): OptionIssue {
  return {
    target: { root: 'options', path: ['vpc', region], part: 'key' },
    path: `vpc["${region}"]`,
    message: `Cannot use a network in "${region}": the journey does not run there; expected its regions: ${regions.join(', ')}`,
  };
}

function missingNetworks(uncovered: readonly string[]): OptionIssue {
  return optionIssue(
    ['vpc'],
    `Cannot use the value of vpc: it has no network in ${uncovered.join(', ')}; expected one for each region of the journey`,
  );
}
