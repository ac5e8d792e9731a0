import path from 'node:path';
import { type OwnCdk, ownCdk } from '../../adapters/local/own-cdk.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { readCdkDiff, type StackChanges } from '../../core/deploy/cdk-diff.ts';
import type { StackSearch } from '../../core/deploy/stack-port.ts';
import { type DeployedStack, orphanedStacks, stageStacks } from '../../core/deploy/stage-stacks.ts';
import { audienceGap } from '../../core/deploy/audience.ts';
import { regionsWithoutReserve } from '../../core/deploy/concurrency.ts';
import { targetsOutOfReach } from '../../core/deploy/targets-out-of-reach.ts';
import type { CostEstimate } from '../../core/cost/estimate-cost.ts';
import { deploymentLines } from '../../report/format/describe-deployment.ts';
import { describeAudienceGap } from '../../report/format/describe-audience-gap.ts';
import { describeNoReserve } from '../../report/format/describe-no-reserve.ts';
import { describeTargetOutOfReach } from '../../report/format/describe-target-out-of-reach.ts';
import { unreadLines } from '../../report/format/describe-stacks.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { confirmed } from '../frame/confirm.ts';
import { estimateOf } from '../frame/cost-estimate.ts';
import { EXIT, type Io, misuse } from '../frame/io.ts';
import { type OpenProject, openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { adoptionProblems } from './adoption-problems.ts';
import { searchStacks } from './search-stacks.ts';
import { stageAccount } from './stage-account.ts';

/** Options of `waywiser deploy`. */
export interface DeployOptions {
  readonly stage?: string;
  readonly account?: string;
  /** Further context of the app, as `NAME=VALUE`. */
  readonly context?: readonly string[];
  /** Whether to adopt the table and the buckets that an earlier deployment kept. */
  readonly adopt?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** What a deployment would do. */
interface DeploymentPlan {
  readonly stage: string;
  readonly estimate: CostEstimate;
  readonly changes: readonly StackChanges[];
  readonly search: StackSearch;
  readonly orphans: readonly DeployedStack[];
}

/** Folder of the templates, which all commands of `cdk` here share. */
const ASSEMBLY = 'cdk.out';
/** Stacks that are deployed at once: regions and alarms do not depend on each other. */
const CONCURRENCY = '4';

/** `waywiser deploy`: shows what a deployment changes and costs, and runs the project's own `cdk`. */
export async function deploy(options: DeployOptions, paths: Paths, io: Io): Promise<number> {
  const { stage } = options;
  const project = await openProject(
    { selection: [], ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);
  const lost = targetsOutOfReach(project.journeys.map(({ plan }) => plan));
  if (lost.length > 0) return misuse(lost.map(describeTargetOutOfReach), io);
  const cdk = ownCdk(io.cwd, io.env);
  if (cdk === null) return misuse([NO_CDK], io);
  const taken = takenContext(options);
  if (taken.length > 0) return misuse(taken, io);
  warn(project, io);
  const problems = await synthesise(cdk, project.config, { options, io });
  if (problems.length > 0) return misuse(problems, io);
  const plan = await planOf(cdk, project, { options, paths, io });
  if (plan === null) return EXIT.unknown;
  show(plan, options, io);
  const refusal = await refusalOf(plan, options, io);
  if (refusal !== null) return refusal;

  return await deployNow(cdk, plan, { options, io });
}

/** What has an option of its own: the stage that is shown must be the one that is deployed. */
function takenContext({ context = [] }: DeployOptions): readonly string[] {
  return context
    .filter((pair) => /^(?:stage|account)=/.test(pair))
    .map((pair) => `Cannot use --context ${pair}; expected --${pair.replace('=', ' ')}`);
}

/** What the templates are annotated with, where it is seen before the question. */
function warn({ config, journeys }: OpenProject, io: Io): void {
  const gap = audienceGap(config);
  const regions = [config.home, ...journeys.flatMap(({ plan }) => plan.regions)];
  const texts = [
    ...(gap === null ? [] : [describeAudienceGap(gap)]),
    ...regionsWithoutReserve([...new Set(regions)], config).map(describeNoReserve),
  ];
  for (const text of texts) io.err(`waywiser: warning: ${cleanText(text)}\n`);
}

const NO_CDK =
  'Cannot deploy: the project has no cdk command; expected one from "npm install --save-dev aws-cdk aws-cdk-lib constructs"';

async function synthesise(
  cdk: OwnCdk,
  { stage }: OpenProject['config'],
  { options, io }: { readonly options: DeployOptions; readonly io: Io },
): Promise<readonly string[]> {
  const pairs = [
    `stage=${stage}`,
    ...(options.account === undefined ? [] : [`account=${options.account}`]),
    ...(options.context ?? []),
  ];
  const context = pairs.flatMap((pair) => ['--context', pair]);
  const { code, output } = await cdk.run(['synth', '--quiet', '--output', ASSEMBLY, ...context]);
  if (code !== 0) {
    io.err(output);

    return ['Cannot deploy: cdk could not make the templates; see above'];
  }

  return options.adopt === true ? adoptionProblems(path.join(io.cwd, ASSEMBLY)) : [];
}

/** Null: AWS could not be read; the reason was printed. */
async function planOf(
  cdk: OwnCdk,
  { config, journeys }: OpenProject,
  {
    options,
    paths,
    io,
  }: { readonly options: DeployOptions; readonly paths: Paths; readonly io: Io },
): Promise<DeploymentPlan | null> {
  const { stage, home } = config;
  const account = await stageAccount();
  try {
    const [diff, search, estimate] = await Promise.all([
      cdk.run(['diff', '--app', ASSEMBLY, '--no-color', ...adoptFlags(options)]),
      searchStacks(account, { stage, home, regions: null }),
      estimateOf({ config, journeys }, paths, io),
    ]);
    if (options.verbose === true || diff.code !== 0) io.err(diff.output);
    if (diff.code !== 0) {
      io.err('waywiser: Cannot compare with what is deployed: cdk diff failed; see above\n');

      return null;
    }
    const plans = journeys.map(({ plan }) => plan);

    return {
      stage,
      estimate,
      changes: readCdkDiff(diff.output),
      search,
      orphans: orphanedStacks(search.stacks, stageStacks({ stage, home }, plans)),
    };
  } finally {
    account.close();
  }
}

function show(plan: DeploymentPlan, { json }: DeployOptions, io: Io): void {
  for (const line of unreadLines(plan.search)) io.err(`waywiser: ${cleanText(line)}\n`);
  for (const line of deploymentLines(plan)) (json ? io.err : io.out)(`${cleanText(line)}\n`);
}

/** The exit code with which nothing is deployed; null: go on. */
async function refusalOf(
  plan: DeploymentPlan,
  options: DeployOptions,
  io: Io,
): Promise<number | null> {
  if (options.dryRun === true) {
    if (options.json) io.out(jsonDocument(documentOf(plan, false)));

    return EXIT.passed;
  }
  if (options.yes === true) return null;
  const answer = options.json ? null : await confirmed(`Deploy stage ${plan.stage}?`, io);
  if (answer === null) {
    return misuse(
      ['Cannot ask whether to deploy: there is no terminal; expected --yes or --dry-run'],
      io,
    );
  }
  if (answer) return null;
  io.err('Nothing was deployed.\n');

  return EXIT.misuse;
}

/** The changes were shown and confirmed before; of several stacks at once, cdk cannot ask. */
const DEPLOY = [
  'deploy',
  '--all',
  '--app',
  ASSEMBLY,
  '--concurrency',
  CONCURRENCY,
  '--require-approval',
  'never',
  '--progress',
  'events',
] as const;

async function deployNow(
  cdk: OwnCdk,
  plan: DeploymentPlan,
  { options, io }: { readonly options: DeployOptions; readonly io: Io },
): Promise<number> {
  const { code } = await cdk.run([...DEPLOY, ...adoptFlags(options)], (text) => io.err(text));
  if (options.json) io.out(jsonDocument(documentOf(plan, code === 0)));
  if (code === 0) return EXIT.passed;
  io.err('waywiser: The deployment failed; see above. It can be repeated\n');

  return EXIT.failed;
}

function adoptFlags({ adopt }: DeployOptions): readonly string[] {
  return adopt === true ? ['--import-existing-resources'] : [];
}

function documentOf(
  { stage, estimate, changes, search, orphans }: DeploymentPlan,
  deployed: boolean,
): object {
  return {
    stage,
    deployed,
    changes,
    cost: { usd: estimate.usd, runs: estimate.runs },
    orphans: orphans.map(({ name, region, status }) => ({ name, region, status })),
    unread: search.unread,
  };
}
