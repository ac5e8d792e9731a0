import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DeployedRunner } from '../../adapters/lambda/lambda-runner.ts';
import { errorText } from '../../core/base/error-text.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { runnerNameOf } from '../../core/deploy/names.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { exitCodeOf } from '../../core/record/outcome.ts';
import { onDemandRunId } from '../../core/store/run-id.ts';
import { renderJunit } from '../../report/ci/junit.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { regionProgress } from '../frame/progress.ts';
import { randomSuffix } from '../frame/workspace.ts';
import { eventOf, type Invoked, type InvokeTarget, readAnswer, recordOf } from './invoke-answer.ts';
import { type InvokeOptions, showInvoked, showRequested } from './invoke-output.ts';

/** `waywiser invoke`: runs a deployed journey on demand, in all or some of its regions. */
export async function invoke(options: InvokeOptions, paths: Paths, io: Io): Promise<number> {
  const { stage } = options;
  const selection = [options.journey];
  const project = await openProject(
    { selection, ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);
  const plans = project.journeys.map(({ plan }) => plan);
  const problems = misuses(options, plans);
  if (problems.length > 0) {
    for (const problem of problems) io.err(`waywiser: ${cleanText(problem)}\n`);

    return EXIT.misuse;
  }
  const targets = plans.flatMap((plan) => targetsOf(plan, project.config.stage, options));

  return options.wait === true
    ? await waitForRuns(targets, options, io)
    : await requestRuns(targets, options, io);
}

async function waitForRuns(
  targets: readonly InvokeTarget[],
  options: InvokeOptions,
  io: Io,
): Promise<number> {
  const progress = regionProgress(
    targets[0]?.plan.name ?? '',
    targets.map(({ region }) => region),
    io,
  );
  const invoked = await eachRunner(targets, async (runner, target) => {
    const answer = await runner.run(eventOf(target));
    progress.done(target.region);

    return readAnswer(answer, target, Date.now());
  });
  progress.end();
  showInvoked(invoked, options, io);
  const isWritten = await writeJunit(invoked, options, io);

  return isWritten ? exitOf(invoked) : EXIT.unknown;
}

async function requestRuns(
  targets: readonly InvokeTarget[],
  options: InvokeOptions,
  io: Io,
): Promise<number> {
  const requested = await eachRunner(targets, async (runner, target) => {
    return { target, receipt: await runner.request(eventOf(target)) };
  });
  showRequested(requested, options, io);

  return requested.every(({ receipt }) => receipt.kind === 'accepted') ? EXIT.passed : EXIT.unknown;
}

/** Calls all regions concurrently. */
async function eachRunner<T>(
  targets: readonly InvokeTarget[],
  use: (runner: DeployedRunner, target: InvokeTarget) => Promise<T>,
): Promise<readonly T[]> {
  // Imported here because loading the Lambda client slows the start of other commands.
  const { lambdaRunner } = await import('../../adapters/lambda/lambda-runner.ts');

  return await Promise.all(
    targets.map(async (target) => {
      const runner = lambdaRunner(target);
      try {
        return await use(runner, target);
      } finally {
        runner.close();
      }
    }),
  );
}

/** A failed journey takes precedence over an unreachable region. */
function exitOf(invoked: readonly Invoked[]): number {
  const records = invoked.flatMap((each) => (each.kind === 'record' ? [each.record] : []));
  const code = exitCodeOf(records);

  return code === EXIT.passed && records.length < invoked.length ? EXIT.unknown : code;
}

function misuses(options: InvokeOptions, plans: readonly JourneyPlan[]): readonly string[] {
  const [plan, another] = plans;
  if (plan === undefined || another !== undefined) {
    return [
      `Cannot invoke "${options.journey}": it matches ${plans.length} journeys; expected one`,
    ];
  }
  const strangers = (options.region ?? []).filter((region) => !plan.regions.includes(region));

  return [
    ...strangers.map((region) => {
      const nearest = nearestWord(region, plan.regions);
      const expected = nearest === null ? `one of ${plan.regions.join(', ')}` : `"${nearest}"`;
      return `Cannot invoke "${plan.name}" in "${region}": it is not one of its regions; expected ${expected}`;
    }),
    ...(options.junit !== undefined && options.wait !== true
      ? ['Cannot use --junit without --wait: there are no results to write; expected both options']
      : []),
  ];
}

function targetsOf(
  plan: JourneyPlan,
  stage: string,
  { region }: InvokeOptions,
): readonly InvokeTarget[] {
  const functionName = runnerNameOf(stage, plan);
  const startedAt = new Date().toISOString();

  return [...new Set(region ?? plan.regions)].map((each) => ({
    plan,
    stage,
    region: each,
    functionName,
    runId: onDemandRunId({
      journey: plan.name,
      region: each,
      startedAt,
      suffix: randomSuffix(),
    }),
  }));
}

/** Writes JUnit XML; prints an error and returns false if that fails. */
async function writeJunit(
  invoked: readonly Invoked[],
  { junit }: InvokeOptions,
  io: Io,
): Promise<boolean> {
  if (junit === undefined) return true;
  try {
    await writeFile(
      path.resolve(io.cwd, junit),
      renderJunit(invoked.map((each) => recordOf(each, Date.now()))),
    );

    return true;
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: Cannot write "${junit}" as --junit: ${reason}\n`);

    return false;
  }
}
