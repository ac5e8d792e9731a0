import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import type { Problem } from '../../core/journey/problem.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { exitCodeOf } from '../../core/record/outcome.ts';
import { fitRecord } from '../../core/store/fit-record.ts';
import { onDemandRunId } from '../../core/store/run-id.ts';
import { renderGithubAnnotations } from '../../report/ci/github-annotations.ts';
import { renderJunit } from '../../report/ci/junit.ts';
import { renderRun } from '../../report/terminal/run/run-tree.ts';
import { renderSummary } from '../../report/terminal/run/summary.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { keepRecords } from '../frame/keep-records.ts';
import { openProject, type OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { runProgress } from '../frame/progress.ts';
import { sourceLines } from '../frame/show-problems.ts';
import { LOCAL_REGION, openWorkspace, randomSuffix, type Workspace } from '../frame/workspace.ts';

/** Options of `waywiser run`. */
export interface RunOptions {
  readonly journeys: readonly string[];
  readonly baseUrl?: string;
  readonly stage?: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly verbose?: boolean;
  /** False with `--no-record`. */
  readonly record?: boolean;
}

/** `waywiser run`: runs journeys on this machine, one after another, and prints their results. */
export async function run(options: RunOptions, paths: Paths, io: Io): Promise<number> {
  const project = await openProject({ ...options, selection: options.journeys }, paths, io);
  if (project.problems.length > 0) return refuse(options, project, io);
  const target = await project.startTarget();
  const width = { api: 1, browser: 1 };
  const workspace = openWorkspace({ paths, config: project.config, width }, io);
  workspace.warm(project.journeys.map(({ plan }) => plan.kind));
  const started = workspace.clock.monotonicMs();
  try {
    const records = await runAll({ options, project, paths, workspace }, io);
    report(records, options, io);
    if (!options.json && records.length > 1) {
      const durationMs = workspace.clock.monotonicMs() - started;
      io.out(`\n${renderSummary(records, { ...screenOf(io), durationMs })}\n`);
    }
    if (options.record !== false) await keepRecords(records, { paths, config: project.config }, io);
    const isWritten = await writeJunit(records, options, io);

    return isWritten ? exitCodeOf(records) : EXIT.unknown;
  } finally {
    await workspace.dispose();
    await target.stop();
  }
}

async function refuse(options: RunOptions, project: OpenProject, io: Io): Promise<number> {
  project.showProblems();
  if (options.json) {
    const runs = refusedRuns(project.problems);
    io.out(jsonDocument({ runs, problems: project.problems }));
  }

  return EXIT.misuse;
}

interface RunAll {
  readonly options: RunOptions;
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly workspace: Workspace;
}

async function runAll(work: RunAll, io: Io): Promise<readonly RunRecord[]> {
  const { options, project, workspace } = work;
  const records: RunRecord[] = [];
  for (const journey of project.journeys) {
    const progress = runProgress(journey.plan, io);
    const record = await workspace.run(ticketFor(journey, work), progress.note);
    progress.end();
    records.push(fitRecord(record));
    if (!options.json) io.out(`${records.length > 1 ? '\n' : ''}${picture(record, options, io)}\n`);
  }

  return records;
}

function ticketFor(journey: RunnableJourney, work: RunAll): Parameters<Workspace['run']>[0] {
  const { project, paths, workspace } = work;
  const startedAt = new Date(workspace.clock.epochMs()).toISOString();
  const { name } = journey.plan;
  const runId = onDemandRunId({
    journey: name,
    region: LOCAL_REGION,
    startedAt,
    suffix: randomSuffix(),
  });

  return {
    runId,
    journey,
    stage: project.config.stage,
    region: LOCAL_REGION,
    scheduledAt: null,
    projectDir: paths.projectDir,
    evidenceDir: path.join(paths.evidenceRoot, runId),
  };
}

function picture(record: RunRecord, options: RunOptions, io: Io): string {
  const source = sourceLines(record.error?.file ?? null, io.cwd);

  return renderRun(record, {
    ...screenOf(io),
    verbose: options.verbose === true,
    ...(source === null ? {} : { source }),
  });
}

function report(records: readonly RunRecord[], options: RunOptions, io: Io): void {
  if (options.json) io.out(jsonDocument({ runs: records }));
  if (io.env['GITHUB_ACTIONS'] === 'true') {
    const annotations = renderGithubAnnotations(records);
    if (annotations !== '') (options.json ? io.err : io.out)(`${annotations}\n`, 'annotations');
  }
}

/** Writes JUnit XML; prints an error and returns false if that fails. */
async function writeJunit(
  records: readonly RunRecord[],
  { junit }: RunOptions,
  io: Io,
): Promise<boolean> {
  if (junit === undefined) return true;
  try {
    await writeFile(path.resolve(io.cwd, junit), renderJunit(records));

    return true;
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: Cannot write "${junit}" as --junit: ${reason}\n`);

    return false;
  }
}

/** A journey that could not run because of a problem, in the form of a run record. */
interface RefusedRun {
  readonly journey: string | null;
  readonly outcome: 'failed';
  readonly cause: Problem['code'];
  readonly error: Pick<Problem, 'message' | 'file' | 'line' | 'column'> & { readonly step: null };
  readonly durationMs: 0;
  readonly attempts: 0;
}

/** One refused run per journey with problems, with its first problem; syntax errors take precedence. */
function refusedRuns(problems: readonly Problem[]): readonly RefusedRun[] {
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
