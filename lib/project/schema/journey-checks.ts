import { parseDuration } from '../../core/journey/duration.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';
import { AWS_REGIONS } from './aws-schemas.ts';
import { REQUEST_METRICS, VITAL_METRICS } from './journey-schema.ts';
import { type OptionIssue, optionIssue, shown } from './option-issues.ts';
import { nearestOf } from './option-schemas.ts';
import { type Fields, fieldsOf, listOf } from '../../core/base/plain-data.ts';

/** What the checks of one journey depend on, apart from its options. */
interface CheckContext {
  readonly kind: JourneyKind;
  /** Regions of journeys that set none. */
  readonly defaultRegions: readonly string[];
  /** Playwright's devices; empty: device names are not checked. */
  readonly deviceNames: readonly string[];
}

/**
 * Checks that involve more than one option: budgets of metrics that the journey's kind does not have, a
 * quorum of more regions than the journey has. Reads raw options, so that it also runs when the schema
 * found problems; wrong types are ignored.
 */
export function crossChecks(options: unknown, context: CheckContext): readonly OptionIssue[] {
  const fields = fieldsOf(options);

  return [
    ...listOf(fields['budgets']).flatMap((budget, index) => budgetIssues(budget, index, context)),
    ...repeatedBudgets(listOf(fields['budgets'])),
    ...quorumIssues(fields, context),
    ...forecastIssues(fields),
    ...deviceIssues(fields, context),
    ...protocolIssues(fields, context),
    ...deployChecks(fields, context),
  ];
}

function budgetIssues(budget: unknown, index: number, { kind }: CheckContext): OptionIssue[] {
  const { metric, max } = fieldsOf(budget);
  if (typeof metric !== 'string' || metric === '') return [];

  const problem = metricProblem(metric, kind);
  if (problem !== null) {
    const path = ['budgets', index, 'metric'];
    return [optionIssue(path, `Cannot use ${shown(metric, path)}: ${problem}`)];
  }
  const limit = limitProblem(metric, max);
  const path = ['budgets', index, 'max'];

  return limit === null ? [] : [optionIssue(path, `Cannot use ${shown(max, path)}: ${limit}`)];
}

function metricProblem(metric: string, kind: JourneyKind): string | null {
  if (metric.startsWith('step:')) {
    return metric.length > 'step:'.length ? null : 'it names no step; expected "step:NAME"';
  }
  if (REQUEST_METRICS.some((known) => known === metric)) return null;
  const isVital = VITAL_METRICS.some((known) => known === metric);
  if (isVital && kind === 'browser') return null;
  if (isVital) {
    return `only a browser reports it; expected ${REQUEST_METRICS.join(', ')} or step:NAME, or a browserJourney`;
  }
  const known = [...REQUEST_METRICS, ...(kind === 'browser' ? VITAL_METRICS : [])];
  const expected = nearestOf(metric, known) ?? `${known.join(', ')} or step:NAME`;

  return `there is no such metric; expected ${expected}`;
}

function limitProblem(metric: string, max: unknown): string | null {
  if (metric === 'cls') {
    if (typeof max === 'number') return max > 0 && max < Infinity ? null : 'expected more than 0';
    return typeof max === 'string' ? 'cls has no unit; expected a number such as 0.1' : null;
  }
  if (typeof max === 'number') return 'it has no unit; expected a duration such as "2.5s"';
  if (typeof max !== 'string') return null;
  const parsed = parseDuration(max);
  if (parsed.kind === 'problem') return parsed.message;

  return parsed.ms > 0 ? null : 'a limit of 0 is always exceeded; expected more than 0';
}

function repeatedBudgets(budgets: readonly unknown[]): OptionIssue[] {
  const keys = budgets.map((budget) => {
    const { metric, statistic } = fieldsOf(budget);
    return typeof metric === 'string' && typeof statistic === 'string'
      ? `${statistic} of ${metric}`
      : null;
  });

  return keys.flatMap((key, index) => {
    if (key === null || keys.indexOf(key) === index) return [];
    const message = `Cannot use a second budget for the ${key}: budgets[${keys.indexOf(key)}] sets one; expected one budget for each metric and statistic`;
    return [optionIssue(['budgets', index], message)];
  });
}

function quorumIssues(fields: Fields, { defaultRegions }: CheckContext): OptionIssue[] {
  const { failingRegions } = fieldsOf(fields['alarm']);
  const regions = Array.isArray(fields['regions']) ? fields['regions'] : defaultRegions;
  if (typeof failingRegions !== 'number' || failingRegions <= regions.length) return [];
  const path = ['alarm', 'failingRegions'];
  const count = regions.length === 1 ? '1 region' : `${regions.length} regions`;

  return [
    optionIssue(
      path,
      `Cannot use ${shown(failingRegions, path)}: the journey runs in ${count}; expected at most ${regions.length}`,
    ),
  ];
}

/** Without a budget, the number of days until it is exceeded is undefined. */
function forecastIssues(fields: Fields): OptionIssue[] {
  const { daysToBudget } = fieldsOf(fields['alarm']);
  if (typeof daysToBudget !== 'number' || listOf(fields['budgets']).length > 0) return [];
  const path = ['alarm', 'daysToBudget'];

  return [
    optionIssue(
      path,
      `Cannot use ${shown(daysToBudget, path)}: the journey has no budget; expected one in budgets`,
    ),
  ];
}

function protocolIssues({ protocol }: Fields, { kind }: CheckContext): OptionIssue[] {
  if (kind === 'api' || protocol === undefined) return [];
  const path = ['protocol'];

  return [
    optionIssue(
      path,
      `Cannot use ${shown(protocol, path)}: the browser does not use it; expected it only in an apiJourney`,
    ),
  ];
}

function deviceIssues({ device }: Fields, { deviceNames }: CheckContext): OptionIssue[] {
  if (typeof device !== 'string' || deviceNames.length === 0 || deviceNames.includes(device)) {
    return [];
  }
  const expected = nearestOf(device, deviceNames) ?? 'a name such as "Pixel 7"';

  return [
    optionIssue(
      ['device'],
      `Cannot use ${shown(device, ['device'])}: Playwright has no such device; expected ${expected}`,
    ),
  ];
}

const OF_ITS_OWN_FUNCTION = ['memory', 'architecture', 'vpc'] as const;

/**
 * Checks deployment options: those that need an isolated function, architectures that the browser does
 * not support, and VPCs in regions without the journey. Reads raw options; wrong
 * types are ignored.
 */
function deployChecks(
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
      `Cannot use ${shown(fields[name], [name])}: the journey shares its function with others; expected it together with isolated: true`,
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
