import path from 'node:path';
import { detectionOf } from '../../core/alarms/detection.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { secretVariable } from '../../adapters/secrets/environment-secrets.ts';
import { preflight } from '../../core/deploy/preflight.ts';
import { secretValueProblems } from '../../core/deploy/secret-values.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import { audienceGap } from '../../core/deploy/audience.ts';
import { describeSchedule } from '../../core/schedule/describe-schedule.ts';
import { droppedPathWarnings } from '../../project/load/dropped-paths.ts';
import { floatingPromises } from '../../project/compile/floating-promises.ts';
import { redactor } from '../../core/record/redact.ts';
import { locateProblems } from '../../project/load/read-file.ts';
import { describeAudienceGap } from '../../report/format/describe-audience-gap.ts';
import { nextInstants, renderJourneys } from '../../report/terminal/authoring/journey-list.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { type OpenProject, openProject, type ProjectOptions } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { showProblems, showWarnings } from '../frame/show-problems.ts';

/** In the folder of the built command. */
const TYPES_FILE = 'types/lib/index.d.ts';

/** Options of `waywiser validate`. */
export interface ValidateOptions extends ProjectOptions {
  readonly json?: boolean;
}

/**
 * `waywiser validate`: checks the project without running journeys, including whether it can be deployed. Exit code 0, or 2 if there
 * are problems; warnings do not change it.
 */
export async function validate(options: ValidateOptions, paths: Paths, io: Io): Promise<number> {
  const project = await openProject(options, paths, io);
  const nowMs = Date.now();
  const floating = await floatingPromises({
    cwd: io.cwd,
    files: project.journeys.map(({ plan }) => ({ file: plan.file, journey: plan.name })),
    cacheDir: paths.bundleCacheDir,
    typesFile: path.join(path.dirname(paths.workerPath), TYPES_FILE),
  });
  const problems = [...project.problems, ...deployProblems(project, nowMs, io), ...floating];
  const warnings = [
    ...audienceWarnings(project, io.cwd),
    ...project.journeys.flatMap(({ plan }) => droppedPathWarnings(plan, io.cwd)),
  ];
  showWarnings(warnings, io);
  showProblems(problems, io);
  if (options.json) {
    io.out(jsonDocument(documentOf({ ...project, problems }, { warnings, nowMs })));
  }
  if (!options.json && project.journeys.length > 0) io.out(`${pictureOf(project, nowMs, io)}\n`);

  return problems.length === 0 ? EXIT.passed : EXIT.misuse;
}

function audienceWarnings(
  { config }: Pick<OpenProject, 'config'>,
  cwd: string,
): readonly Problem[] {
  const gap = audienceGap(config);
  if (gap === null) return [];
  const message = describeAudienceGap(gap);

  return locateProblems(
    [{ ...commandLineProblem(message), file: config.file, path: 'notify' }],
    cwd,
  );
}

function deployProblems(project: OpenProject, nowMs: number, io: Io): readonly Problem[] {
  const plans = project.journeys.map(({ plan }) => plan);

  const secrets = secretValueProblems(plans, (name) => {
    const variable = secretVariable(name);

    return { variable, value: io.env[variable] };
  });

  return locateProblems([...preflight(project.config, plans, { nowMs }), ...secrets], io.cwd);
}

function pictureOf(project: OpenProject, nowMs: number, io: Io): string {
  const plans = project.journeys.map(({ plan }) => plan);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

  return renderJourneys(plans, { ...screenOf(io), nowMs, timeZone });
}

function documentOf(
  project: Pick<OpenProject, 'config' | 'journeys' | 'problems'>,
  { warnings, nowMs }: { readonly warnings: readonly Problem[]; readonly nowMs: number },
): unknown {
  return {
    valid: project.problems.length === 0,
    stage: project.config.stage,
    journeys: project.journeys.map(({ plan }) => describe(plan, nowMs)),
    problems: project.problems,
    warnings,
  };
}

function describe(plan: JourneyPlan, nowMs: number): unknown {
  return {
    ...plan,
    // Confidential options are left out: the output may be logged.
    env: Object.keys(plan.env),
    ...(plan.access === undefined ? {} : { access: { ...plan.access, credentials: undefined } }),
    baseUrl: plan.baseUrl === null ? null : redactor([])(plan.baseUrl),
    browser: plan.browser === null ? null : { ...plan.browser, ...HIDDEN },
    scheduleInWords: describeSchedule(plan.schedule),
    detection: detectionOf(plan),
    next: nextInstants(plan, nowMs),
  };
}

const HIDDEN = { headers: undefined, credentials: undefined, storageState: undefined };
