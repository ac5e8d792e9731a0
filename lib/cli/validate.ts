import type { JourneyPlan } from '../core/journey/plan.ts';
import { describeSchedule } from '../core/schedule/describe-schedule.ts';
import { nextInstants, renderJourneys } from '../report/journey-list.ts';
import { EXIT, type Io } from './io.ts';
import { type OpenProject, openProject, type ProjectOptions } from './open-project.ts';
import type { Paths } from './paths.ts';
import { screenOf } from './screen.ts';

/** Options of `waywiser validate`. */
export interface ValidateOptions extends ProjectOptions {
  readonly json?: boolean;
}

/**
 * `waywiser validate`: reads everything, runs nothing. Exit code 0, or 2 when anything is wrong
 * anywhere.
 */
export async function validate(options: ValidateOptions, paths: Paths, io: Io): Promise<number> {
  const project = await openProject(options, paths, io);
  const nowMs = Date.now();
  project.showProblems();
  if (options.json) io.out(`${JSON.stringify(documentOf(project, nowMs), null, 2)}\n`);
  else if (project.journeys.length > 0) io.out(`${pictureOf(project, nowMs, io)}\n`);

  return project.problems.length === 0 ? EXIT.passed : EXIT.misuse;
}

function pictureOf(project: OpenProject, nowMs: number, io: Io): string {
  const plans = project.journeys.map(({ plan }) => plan);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

  return renderJourneys(plans, { ...screenOf(io), nowMs, timeZone });
}

function documentOf(project: OpenProject, nowMs: number): unknown {
  return {
    valid: project.problems.length === 0,
    stage: project.config.stage,
    journeys: project.journeys.map(({ plan }) => describe(plan, nowMs)),
    problems: project.problems,
  };
}

function describe(plan: JourneyPlan, nowMs: number): unknown {
  return {
    ...plan,
    // Confidential options do not belong into a terminal or a log of a pipeline.
    env: Object.keys(plan.env),
    browser: plan.browser === null ? null : { ...plan.browser, ...HIDDEN },
    scheduleInWords: describeSchedule(plan.schedule),
    next: nextInstants(plan, nowMs),
  };
}

const HIDDEN = { headers: undefined, credentials: undefined, storageState: undefined };
