import { readFileSync } from 'node:fs';
import { type RunningTarget, startLocalTarget } from '../../adapters/local/local-target.ts';
import type { Problem } from '../../core/journey/problem.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { loadProject } from '../../project/load/load-project.ts';
import { EXIT, type Io } from './io.ts';
import type { Paths } from './paths.ts';
import { showProblems } from './show-problems.ts';

/** Options for opening a project. */
export interface ProjectOptions {
  /** Names of journeys, or paths of journey files; empty: all. */
  readonly selection: readonly string[];
  readonly stage?: string;
  readonly baseUrl?: string;
}

/** A loaded project with the actions that commands need. */
export interface OpenProject {
  readonly config: ResolvedConfig;
  readonly journeys: readonly RunnableJourney[];
  readonly problems: readonly Problem[];
  readonly baseUrl: string | null;
  /** Prints every problem on standard error. */
  showProblems(): void;
  /** Prints every problem, with `--json` also as a document, and returns the exit code. */
  refuse(json: boolean | undefined): number;
  /** Starts the configured `localTarget` with additional environment variables, unless it already answers or `--base-url` is set. */
  startTarget(environment?: Readonly<Record<string, string>>): Promise<RunningTarget>;
}

const NO_TARGET: RunningTarget = { started: false, stop: async () => {} };

/** Loads and validates the project in the current folder. */
export async function openProject(
  options: ProjectOptions,
  paths: Paths,
  io: Io,
): Promise<OpenProject> {
  const { config, journeys, problems } = await loadProject({
    cwd: io.cwd,
    selection: options.selection,
    cacheDir: paths.bundleCacheDir,
    inspectPath: paths.inspectPath,
    deviceNames: readDeviceNames(paths.deviceNamesPath),
    ...(options.stage === undefined ? {} : { stage: options.stage }),
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
  });

  return {
    config,
    journeys,
    problems,
    baseUrl: config.baseUrl,
    showProblems: () => showProblems(problems, io),
    refuse: (json) => {
      showProblems(problems, io);
      if (json === true) io.out(jsonDocument({ problems }));

      return EXIT.misuse;
    },
    startTarget: async (environment = {}) => {
      const { localTarget } = config;
      if (localTarget === null || options.baseUrl !== undefined) return NO_TARGET;

      return startLocalTarget({
        ...localTarget,
        cwd: io.cwd,
        guardPath: paths.targetGuardPath,
        environment: { ...io.env, ...environment },
      });
    },
  };
}

function readDeviceNames(file: string): readonly string[] {
  const names: readonly string[] = JSON.parse(readFileSync(file, 'utf8'));

  return names;
}
